import { existsSync, writeFileSync } from 'node:fs'
import SQLite from 'better-sqlite3'
import { expect, test } from 'vitest'
import {
  type Env,
  type NeighbourOptions,
  startNeighbours,
  usherr,
} from '../helpers/command-line.ts'
import { KIM, SAM } from '../helpers/settings.ts'

const TODAY = new Date().toISOString().slice(0, 10)

/** What a terminal is set up with: nothing of Twilio's, and a model only where it is asked for. */
async function startHome(options: NeighbourOptions = {}) {
  const neighbours = await startNeighbours(options)
  const isOfOthers = options.answer ? /^(TWILIO|PUBLIC)_/ : /^(TWILIO|PUBLIC|LLM)_/
  const env: Env = Object.fromEntries(
    Object.entries(neighbours.env).filter(([name]) => !isOfOthers.test(name)),
  )
  return { ...neighbours, env, sql: sqlOf(env['DATABASE_PATH'] ?? '') }
}

/** Reads or changes the database as an operator could. */
function sqlOf(path: string) {
  return (statement: string, ...values: unknown[]): unknown[] => {
    const db = new SQLite(path)
    try {
      const prepared = db.prepare(statement)
      return prepared.reader ? prepared.all(...values) : [prepared.run(...values)]
    } finally {
      db.close()
    }
  }
}

test('one text is answered, and standard output holds the reply alone', async () => {
  const { env } = await startHome()

  const first = await usherr(['chat', 'is heat in'], env)
  const second = await usherr(['chat', 'thanks'], env)

  expect(first).toEqual({
    code: 0,
    stdout: 'Heat (1995) is here.\n',
    stderr: `Created session 'Session ${TODAY}'\n`,
  })
  expect(second).toEqual({ code: 0, stdout: 'Any time.\n', stderr: '' })
})

test('several words are one text', async () => {
  const { env, sql } = await startHome()

  await usherr(['chat', 'is', 'heat', 'in'], env)

  expect(sql('select body from inbox')).toEqual([{ body: 'is heat in' }])
})

test('what is typed is answered line by line until the end of input', async () => {
  const { env } = await startHome()

  const typed = 'is heat in\n\nadd dune\n1\n?\n'
  const { code, stdout, stderr } = await usherr(['chat'], env, { typed })

  expect(code).toBe(0)
  expect(stdout.split('\n')).toEqual([
    'Heat (1995) is here.',
    'Which one? Reply a number.',
    '1 Dune (2021) - here',
    '2 Dune (1984) - not here',
    expect.stringMatching(/^Dune \(2021\)/),
    expect.stringMatching(/NEW to start over\.$/),
    '',
  ])
  expect(stderr).toBe(
    `Sam in a new session. Ctrl-D leaves.\n> Created session 'Session ${TODAY}'\n> > > > > \n`,
  )
})

test.for(['exit', 'Quit', '/quit'])('%s leaves, and is no text', async (word) => {
  const { env, sql } = await startHome()
  await usherr(['chat', 'thanks', '-s', 'living-room', '--session-name', 'Living room'], env)

  const typed = `thanks\n${word}\nthanks\n`
  const { code, stderr } = await usherr(['chat'], env, { typed })

  expect(stderr).toBe("Sam in 'Living room' (living-room). Ctrl-D leaves.\n> > ")
  expect(code).toBe(0)
  expect(sql('select body from inbox')).toEqual([{ body: 'thanks' }, { body: 'thanks' }])
})

test('a reply is wrapped between words at the width of the terminal', async () => {
  const content = 'It is a long story that goes on for a while.'
  const { env } = await startHome({ answer: () => ({ role: 'assistant', content }) })

  const { stdout } = await usherr(['chat', 'talk'], env, { columns: 20 })

  expect(stdout).toBe('It is a long story\nthat goes on for a\nwhile.\n')
})

test('MORE brings the rest of a long reply', async () => {
  const content = Array.from({ length: 100 }, (_, index) => `Word ${index}.`).join(' ')
  const { env } = await startHome({ answer: () => ({ role: 'assistant', content }) })

  const { stdout } = await usherr(['chat'], env, { typed: 'talk\nmore\n' })

  expect(stdout).toMatch(/^Word 0\..* MORE.*\nWord \d+\..*Word 99\.\n$/)
})

test('a session is made with exactly the id it is given, and goes on under it', async () => {
  const { env, sql } = await startHome()

  const speak = (text: string, ...more: string[]) =>
    usherr(['chat', text, '--session', 'living-room', ...more], env)
  const made = await speak('is heat in', '--session-name', 'Living Room')
  const again = await speak('thanks', '--session-name', 'Another Name')
  const byName = await usherr(['chat', 'thanks', '-s', 'living-room'], env)

  expect(made.stderr).toBe("Created session 'living-room'\n")
  expect([again, byName].map(({ stderr }) => stderr)).toEqual(['', ''])
  expect(sql('select id, name, round_count from conversations')).toEqual([
    { id: 'living-room', name: 'Living Room', round_count: 3 },
  ])
})

test('a session is found by its id, whichever way the accent in it was typed', async () => {
  const { env } = await startHome()

  await usherr(['chat', 'thanks', '--session', 'cafe\u0301'], env)
  const shown = await usherr(['sessions', 'show', 'cafe\u0301', '--json'], env)
  const again = await usherr(['chat', 'thanks', '--session', 'caf\u00E9'], env)

  expect(shown).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(shown.stdout)).toHaveProperty('id', 'caf\u00E9')
  expect(again).toEqual({ code: 0, stdout: 'Any time.\n', stderr: '' })
})

test('a longer id does not stand in for the one that is named', async () => {
  const { env, sql } = await startHome()

  await usherr(['chat', 'thanks', '--session', 'room-2'], env)
  await usherr(['chat', 'thanks', '--session', 'room'], env)

  expect(sql('select id from conversations order by id')).toEqual([
    { id: 'room' },
    { id: 'room-2' },
  ])
})

test('a text goes into the session that is named, also where another was the last', async () => {
  const { env, sql } = await startHome()

  for (const session of ['kitchen', 'office', 'kitchen']) {
    await usherr(['chat', 'thanks', '--session', session], env)
  }

  expect(sql('select id, round_count from conversations order by id')).toEqual([
    { id: 'kitchen', round_count: 2 },
    { id: 'office', round_count: 1 },
  ])
})

test('a session that was archived goes on when it is named', async () => {
  const { env, sql } = await startHome()
  await usherr(['chat', 'thanks', '--session', 'old'], env)
  sql("update conversations set status = 'archived', archived_at = 1")

  const { stderr } = await usherr(['chat', 'thanks', '--session', 'old'], env)

  expect(stderr).toBe("Resumed 'old'\n")
  expect(sql('select status, archived_at, round_count from conversations')).toEqual([
    { status: 'active', archived_at: null, round_count: 2 },
  ])
})

test('NEW leaves the session that was named, for one of its own', async () => {
  const { env, sql } = await startHome()
  await usherr(['chat', 'thanks', '--session', 'other'], env)

  const typed = 'thanks\nnew\nthanks\nthanks\n'
  const { stdout } = await usherr(['chat', '--session', 'room'], env, { typed })

  expect(stdout).toBe('Any time.\nFresh start. What are you looking for?\nAny time.\nAny time.\n')
  expect(sql('select status, round_count from conversations order by created_at')).toEqual([
    { status: 'active', round_count: 1 },
    { status: 'archived', round_count: 2 },
    { status: 'active', round_count: 2 },
  ])
})

const NO_ID =
  'There is no such session, and none is made with that id. An id has at most 64 letters, digits, dots, dashes and underscores, a letter or digit first.'

test('a session is found by a name that no id could be', async () => {
  const { env, sql } = await startHome()
  await usherr(['chat', 'hi', '--session', 'room', '--session-name', "Sam's room/den"], env)
  await usherr(['chat', 'hi', '--session', 'other'], env)

  const { code } = await usherr(['chat', 'hi', '--session', "sam's room/den"], env)

  expect(code).toBe(0)
  expect(sql("select round_count from conversations where id = 'room'")).toEqual([
    { round_count: 2 },
  ])
})

test.for([
  ['two words', NO_ID],
  ['a/b', NO_ID],
  ['x'.repeat(65), NO_ID],
  ['\u001b[2J', NO_ID],
  ['kims', "That session is somebody else's. Speak as them with --as, or name another."],
  ['Movies', "'Movies' is 2 sessions. Write the id of one: two, one."],
])('a session called %j is refused, and nothing is said', async ([session = '', says]) => {
  const { env, sql } = await startHome()
  await usherr(['chat', 'hi', '--as', KIM, '--session', 'kims'], env)
  for (const id of ['one', 'two']) {
    await usherr(['chat', 'hi', '--session', id, '--session-name', 'Movies'], env)
  }

  const { code, stdout, stderr } = await usherr(['chat', 'hi', '--session', session], env)

  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: `${says}\n` })
  expect(sql('select count(*) as texts from inbox')).toEqual([{ texts: 3 }])
  expect(sql('select count(*) as sessions from conversations')).toEqual([{ sessions: 3 }])
})

/** A home with a template, and one that has nothing to say first. */
async function startTemplates() {
  const home = await startHome()
  await usherr(['chat', 'thanks', '--session', 'before'], home.env)
  const save = (...args: string[]) => usherr(['templates', 'save', ...args], home.env)
  await save('films', '--title', 'Film night', '--tag', 'films', '--opening', 'is heat in')
  await save('quiet')
  const chat = (...args: string[]) => usherr(['chat', ...args], home.env)
  return { ...home, chat }
}

test('a session from a template has its title and tags, and its opening is said first', async () => {
  const { chat, sql } = await startTemplates()

  const made = await chat('thanks', '--template', 'films')

  expect(made).toEqual({
    code: 0,
    stdout: 'Heat (1995) is here.\nAny time.\n',
    stderr: "Created session 'Film night'\n",
  })
  expect(
    sql(`select title, round_count, tag from conversations
      left join conversation_tags on conversation_id = id order by created_at`),
  ).toEqual([
    { title: 'thanks', round_count: 1, tag: null },
    { title: 'Film night', round_count: 2, tag: 'films' },
  ])
})

test('a session from a template keeps the id and name it is given, also with nothing to say first', async () => {
  const { chat, env, sql } = await startTemplates()

  const typed = 'thanks\nis heat in\n'
  const made = await usherr(
    ['chat', '--template', 'quiet', '-s', 'room', '--session-name', 'Room'],
    { ...env, SESSION_AUTO_CREATE: 'no' },
    { typed },
  )
  await chat('thanks', '--session', 'room')

  expect(made.stdout).toBe('Any time.\nHeat (1995) is here.\n')
  expect(made.stderr).toContain("Created session 'room'\n")
  expect(sql("select name, round_count from conversations where id = 'room'")).toEqual([
    { name: 'Room', round_count: 3 },
  ])
})

test.for([
  [['--template', 'films', '-s', 'before'], 'There is a session with that id already.'],
  [['--template', 'films', '-s', 'a/b'], 'none is made with that id.'],
  [['--template', 'none'], 'There is no such template.'],
] as const)('`chat hi %s` is refused, and nothing is said', async ([args, says]) => {
  const { chat, sql } = await startTemplates()

  const { code, stdout, stderr } = await chat('hi', ...args)

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain(says)
  expect(sql('select count(*) as texts from inbox')).toEqual([{ texts: 1 }])
  expect(sql('select count(*) as sessions from conversations')).toEqual([{ sessions: 1 }])
})

test('where no session is to be made unnamed, one has to be named', async () => {
  const { env } = await startHome()
  const strict = { ...env, SESSION_AUTO_CREATE: 'no' }

  const refused = await usherr(['chat', 'hi'], strict)
  const named = await usherr(['chat', 'hi', '--session', 'room'], strict)
  const current = await usherr(['chat', 'thanks'], strict)

  expect(refused).toEqual({
    code: 1,
    stdout: '',
    stderr: 'There is no session to go on with. Name one with --session.\n',
  })
  expect([named.code, current.code]).toEqual([0, 0])
})

test("a session that is made is called by the pattern, on the household's day", async () => {
  const { env, sql } = await startHome()
  const now = () => Date.UTC(2026, 10, 20, 23, 30)
  const local = { ...env, SESSION_NAME_PATTERN: 'Evening of {date}', TZ: 'Europe/Berlin' }

  const { stderr } = await usherr(['chat', 'hi'], local, {}, { now })

  expect(stderr).toBe("Created session 'Evening of 2026-11-21'\n")
  expect(sql('select name from conversations')).toEqual([{ name: 'Evening of 2026-11-21' }])
})

test('a session is called by its id where it is given no name, and by the pattern once', async () => {
  const { env, sql } = await startHome()

  const typed = 'thanks\nnew\nthanks\nnew\nthanks\n'
  await usherr(['chat', '--session', 'living-room'], env, { typed })
  await usherr(['chat', 'thanks', '--as', KIM], env)

  const names = ['living-room', `Session ${TODAY}`, `Session ${TODAY} (2)`, `Session ${TODAY}`]
  expect(sql('select name from conversations order by created_at')).toEqual(
    names.map((name) => ({ name })),
  )
})

test('a name makes a session while another goes on, and goes on in one that has it', async () => {
  const { env, sql } = await startHome()
  const speak = (...named: string[]) => usherr(['chat', 'thanks', ...named], env)

  await speak('--session', 'kitchen')
  const made = await speak('--session-name', 'Film night')
  const again = await speak('--session-name', 'film  NIGHT')
  const ofKim = await speak('--session-name', 'Film night', '--as', KIM)

  expect([made, again, ofKim].map(({ stderr }) => stderr)).toEqual([
    "Created session 'Film night'\n",
    '',
    "Created session 'Film night'\n",
  ])
  expect(sql('select name, round_count from conversations order by created_at')).toEqual([
    { name: 'kitchen', round_count: 1 },
    { name: 'Film night', round_count: 2 },
    { name: 'Film night', round_count: 1 },
  ])
})

test.for(['--session', '--session-name', '--as', '--model'])(
  'a blank %s is not understood',
  async (flag) => {
    const { env } = await startHome()

    const { code, stderr } = await usherr(['chat', 'thanks', flag, ''], env)

    expect(stderr).toContain('It is blank.')
    expect(code).toBe(2)
    expect(existsSync(env['DATABASE_PATH'] ?? '')).toBe(false)
  },
)

test('it speaks as whom it is told to, else as the first admin', async () => {
  const { env, sql } = await startHome()

  await usherr(['chat', 'thanks'], env)
  for (const as of ['kim', '+1 415 555 0102']) await usherr(['chat', 'thanks', '--as', as], env)
  await usherr(['chat', 'thanks'], { ...env, ADMIN_PHONES: '' })

  expect(sql('select address from inbox order by position')).toEqual(
    [SAM, KIM, KIM, SAM].map((address) => ({ address })),
  )
})

test('it says whom it cannot speak as, and what to set', async () => {
  const { env, sql } = await startHome()
  const noAdmin = { ...env, ADMIN_PHONES: '' }

  const nobody = await usherr(['chat', 'hi'], noAdmin)
  expect(existsSync(env['DATABASE_PATH'] ?? '')).toBe(false)
  const unknown = await usherr(['chat', 'hi', '--as', 'Alex'], noAdmin)
  sql("update users set status = 'blocked'")
  const blocked = await usherr(['chat', 'hi', '--as', 'Kim'], noAdmin)

  expect([nobody, unknown, blocked].map(({ code, stderr }) => [code, stderr])).toEqual([
    [1, 'There is nobody to speak as. Set ADMIN_PHONES, such as Sam:+14155550123.\n'],
    [1, "There is no user 'Alex'. There is Kim.\n"],
    [1, 'Kim is not let in. Name somebody else with --as.\n'],
  ])
})

test('STOP ends nothing in a terminal, and who has opted out by text can talk there', async () => {
  const { env, sql } = await startHome()

  await usherr(['chat'], env, { typed: 'stop\nSTART\nunsubscribe\n' })
  expect(sql('select opted_out_at from users where phone = ?', SAM)).toEqual([
    { opted_out_at: null },
  ])

  sql('update users set opted_out_at = 1')
  const { stdout } = await usherr(['chat'], env, { typed: 'help\nis heat in\nstart\n' })
  expect(stdout).toMatch(/^Text a title.*\nHeat \(1995\) is here\.\n/)
  expect(sql('select opted_out_at from users where phone = ?', SAM)).toEqual([{ opted_out_at: 1 }])
})

test.for(['STOP', 'cancel'])(
  '%s at an open question in a terminal is a no, and no more',
  async (word) => {
    const { env, radarr, sql } = await startHome()

    const { stdout } = await usherr(['chat'], env, { typed: `remove heat\n${word}\n` })

    expect(stdout).toMatch(/Reply YES \d{4}, or NO to keep it\.\nOK, Heat \(1995\) stays\.\n$/)
    expect([...radarr.library.values()].some(({ film }) => film.title === 'Heat')).toBe(true)
    expect(sql('select state from pending_actions')).toEqual([{ state: 'declined' }])
    expect(sql('select 1 from users where opted_out_at is not null')).toEqual([])
  },
)

test('each text over the limit of a day is told so', async () => {
  const { env } = await startHome()
  const limited = { ...env, TEXTS_PER_DAY: '1' }

  const { stdout } = await usherr(['chat', '--as', 'Kim'], limited, { typed: 'hi\nhi\nhi\n' })

  const limit = "That's today's limit of 1 text. It starts fresh at midnight."
  expect(stdout.split('\n').slice(1)).toEqual([limit, limit, ''])
})

test('a question is answered by the next command, and by its code', async () => {
  const { env, radarr } = await startHome()
  const isThere = () => [...radarr.library.values()].some(({ film }) => film.title === 'Heat')

  const asked = await usherr(['chat', 'remove heat'], env)
  const [, code = ''] = /Reply YES (\d{4})/.exec(asked.stdout) ?? []
  const bare = await usherr(['chat', 'yes'], env)
  expect(isThere()).toBe(true)
  const answered = await usherr(['chat', `yes ${code}`], env)

  expect(bare.stdout).toContain(`YES ${code}`)
  expect(answered.stdout).toMatch(/^Removed Heat \(1995\)/)
  expect(isThere()).toBe(false)
})

test('a bare answer counts in the session that was asked, whatever was said in another', async () => {
  const { env, radarr } = await startHome()
  const say = (session: string, text: string) => usherr(['chat', text, '--session', session], env)
  const added = () => radarr.library.size

  const before = added()
  const asked = await say('kitchen', 'find dune 1984')
  expect(asked.stdout).toContain('Reply YES')
  await say('office', 'thanks')
  await say('office', 'yes')
  expect(added()).toBe(before)

  await say('kitchen', 'yes')
  expect(added()).toBe(before + 1)
})

test('a code counts in the session that was asked, and in no other', async () => {
  const { env, radarr } = await startHome()
  const say = (session: string, text: string) => usherr(['chat', text, '--session', session], env)
  const isThere = () => [...radarr.library.values()].some(({ film }) => film.title === 'Heat')

  const asked = await say('kitchen', 'remove heat')
  const [, code = ''] = /Reply YES (\d{4})/.exec(asked.stdout) ?? []
  const elsewhere = await say('office', `yes ${code}`)
  expect(elsewhere.stdout).toBe('I have no question with that number.\n')
  expect(isThere()).toBe(true)
  await say('kitchen', `yes ${code}`)

  expect(isThere()).toBe(false)
})

test('a session keeps the last model that answered in it, whatever code wrote since', async () => {
  const { env, sql } = await startHome({ answer: () => ({ role: 'assistant', content: 'Well.' }) })

  const ours = await usherr(['chat', '?'], env)
  const before = sql('select model from conversations')
  await usherr(['chat', 'talk'], env)
  await usherr(['chat', '?'], env)

  expect(ours.stdout).toContain('NEW to start over.')
  expect(before).toEqual([{ model: null }])
  expect(sql('select model from conversations')).toEqual([{ model: 'small' }])
})

test('another model answers these texts alone, and is written down', async () => {
  const answer = () => ({ role: 'assistant' as const, content: 'Hello.' })
  const { env, model, sql } = await startHome({ answer })

  const large = await usherr(['chat', 'hello there', '--model', 'large'], env)
  await usherr(['chat', 'hello again'], env)

  expect(large.code).toBe(0)
  expect(model.requests.map((request) => request.model)).toEqual(['large', 'small'])
  expect(sql("select model from messages where role = 'assistant' order by position")).toEqual([
    { model: 'large' },
    { model: 'small' },
  ])
})

test('without a provider another model is refused', async () => {
  const { env } = await startHome()

  const { code, stderr } = await usherr(['chat', 'hi', '--model', 'large'], env)

  expect(code).toBe(1)
  expect(stderr).toBe('--model needs a provider: set LLM_MODEL, and LLM_API_KEY or LLM_BASE_URL.\n')
})

test('a database that cannot be opened is no reason not to talk', async () => {
  const { env } = await startHome()
  const path = env['DATABASE_PATH'] ?? ''
  writeFileSync(path, 'no database at all, but long enough to be taken for one '.repeat(20))

  const { code, stdout, stderr } = await usherr(['chat'], env, {
    typed: 'add dune\n1\n',
  })

  expect(code).toBe(0)
  expect(stdout).toMatch(/^Which one\?.*\nDune \(2021\)/s)
  expect(stderr).toMatch(
    new RegExp(
      `^DATABASE_PATH ${path} is damaged, or no database\\. Restore a backup\\.\nGoing on without history: nothing is kept\\.\nSam in a new session\\. Ctrl-D leaves\\.\n(> )*\n$`,
    ),
  )
})

test('a database of a newer version is left alone', async () => {
  const { env, sql } = await startHome()
  await usherr(['chat', 'hi'], env)
  sql('insert into __drizzle_migrations (hash, created_at) values (?, ?)', 'x', 9_999_999_999_999)

  const { code, stdout, stderr } = await usherr(['chat', 'hi'], env)

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/was used by a newer Usherr than this one\./)
})

test('settings that are wrong are told, and nothing is opened', async () => {
  const { code, stderr } = await usherr(['chat', 'hi'], {
    RADARR_URL: 'x',
    DATABASE_PATH: '/nowhere/x',
  })

  expect(code).toBe(1)
  expect(stderr).toMatch(/^RADARR_API_KEY must be set when RADARR_URL is\nRADARR_URL must be a URL/)
})

test('what is said in a terminal waits for nobody and is pruned like any other row', async () => {
  const { env, sql } = await startHome()
  await usherr(['chat', 'hi'], env)
  // As a terminal leaves it that was closed before the answer came.
  sql("update outbox set state = 'pending', send_order = null, sent_at = null")

  const status = await usherr(['chat', 'status'], env)
  const queue = await usherr(['queue'], env)
  const retried = await usherr(['queue', 'retry', 'out-1'], env)

  expect(status.stdout).toContain('0 texts waiting.')
  expect(queue.stdout).toMatch(/^Nothing waits/)
  expect(retried).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('What is said in a terminal is not sent anywhere.'),
  })
})
