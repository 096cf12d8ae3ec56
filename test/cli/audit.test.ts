import { expect, test } from 'vitest'
import { goDownAtDelete, MINUTE } from '../conversation/open-questions/facts.ts'
import { usherr } from '../helpers/command-line.ts'
import { type Household, KIM, SAM, startHousehold, STRANGER } from '../helpers/household.ts'

const DAY = 24 * 60 * MINUTE

/** Commands of `usherr` beside a household, by its clock. */
function commandsOf({ config, now }: Household, env: Record<string, string> = {}) {
  const settings = { DATABASE_PATH: config.databasePath, TZ: 'UTC', ...env }
  return (args: readonly string[], columns?: number) =>
    usherr(args, settings, columns === undefined ? {} : { typed: '', columns }, { now })
}

async function setUp(env: Record<string, string> = {}) {
  const household = await startHousehold()
  return { household, run: commandsOf(household, env) }
}

/** So many additions of Kim, a minute apart. */
function fill({ sql, now }: Household, count: number) {
  const from = now()
  for (let n = 0; n < count; n++) {
    sql(
      `insert into audit_log (id, user_id, action, target, created_at)
       select ?, id, 'media.added', ?, ? from users where name = 'Kim'`,
      `id-${String(n).padStart(6, '0')}`,
      `Film ${n}`,
      from + n * MINUTE,
    )
  }
}

const targets = (stdout: string) => stdout.match(/Film \d+/g) ?? []

test('it says who did what, to what, when and from which text, before and after, the newest last', async () => {
  const { household, run } = await setUp()
  await household.text(SAM, 'delete heat')
  household.advance(MINUTE)
  await household.text(SAM, 'YES 4821')
  await household.text(KIM, 'is alien in?')
  household.advance(MINUTE)
  await household.text(KIM, 'CANCEL')
  household.advance(MINUTE)
  await household.text(KIM, 'START')
  const [session] = household.sql('select id from conversations order by id')
  const { id } = Object(session)
  await run(['sessions', 'rename', id, 'Movies'])
  await run(['sessions', 'tag', id, 'films', 'old'])
  await run(['sessions', 'pause', id])
  await run(['sessions', 'clear', id, '--yes'])

  const { code, stdout, stderr } = await run(['audit'])

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout)
    .toBe(`When                    Who          Did                       What                                                    Before → after           Text
Fri 20 Nov 2026, 12:00  Sam          was asked                 Remove Heat (1995) and delete its file, 14 GB?                                   in-1
Fri 20 Nov 2026, 12:01  Sam          answered                  Remove Heat (1995) and delete its file, 14 GB?                                   in-2
Fri 20 Nov 2026, 12:01  Sam          set in motion             Remove Heat (1995) and delete its file, 14 GB?                                   in-2
Fri 20 Nov 2026, 12:01  Sam          closed                    Remove Heat (1995) and delete its file, 14 GB?          under way → done         in-2
Fri 20 Nov 2026, 12:01  Kim          was asked                 Alien (1979) isn't here. Want me to add it? Reply YES.                           in-3
Fri 20 Nov 2026, 12:02  Kim          opted out                                                                         opted in → opted out     in-4
Fri 20 Nov 2026, 12:02  Kim          closed                    Alien (1979) isn't here. Want me to add it? Reply YES.  open → no                in-4
Fri 20 Nov 2026, 12:02  Usherr       told the admins who left  Kim                                                                              in-4
Fri 20 Nov 2026, 12:03  Kim          opted in                                                                          opted out → opted in     in-5
Fri 20 Nov 2026, 12:03  an operator  renamed session           Movies                                                  none → Movies
Fri 20 Nov 2026, 12:03  an operator  tagged session            Movies                                                  tags: none → films, old
Fri 20 Nov 2026, 12:03  an operator  paused session            Movies                                                  active → paused
Fri 20 Nov 2026, 12:03  an operator  cleared session           Movies                                                  messages: 8 → 0
`)
})

test('a stranger who waits is told of as one, and nobody is said to have been at the server', async () => {
  const household = await startHousehold({ env: { SIGNUP: 'request' } })
  const run = commandsOf(household)
  await household.text(STRANGER, 'hi')
  await household.text(STRANGER, 'Alex')
  await household.text(SAM, 'APPROVE 1111')
  await household.text(SAM, 'approve 4821')
  await run(['users', 'invite', 'Dana', '+14155550188'])

  const { stdout } = await run(['audit'])
  const { entries } = JSON.parse((await run(['audit', '--json'])).stdout)

  expect(stdout)
    .toBe(`When                    Who          Did                    What          Before → after            Text
Fri 20 Nov 2026, 12:00  Usherr       added                  +14155550199  status: none → waiting    in-1
Fri 20 Nov 2026, 12:00  Alex         texted as a stranger                                           in-1
Fri 20 Nov 2026, 12:00  Alex         changed                Alex          name: none → Alex         in-2
Fri 20 Nov 2026, 12:00  Alex         asked to be let in as  Alex                                    in-2
Fri 20 Nov 2026, 12:00  Sam          gave a wrong number                                            in-3
Fri 20 Nov 2026, 12:00  Sam          decided about          Alex          open → approved           in-4
Fri 20 Nov 2026, 12:00  Sam          changed                Alex          status: waiting → active  in-4
Fri 20 Nov 2026, 12:00  an operator  added                  Dana          status: none → active
`)
  const added = { action: 'user.added', before: null, detail: { field: 'status', role: 'member' } }
  expect(entries[0]).toMatchObject({ ...added, by: 'usherr', target: STRANGER, after: 'pending' })
  expect(entries.at(-1)).toMatchObject({
    ...added,
    by: 'operator',
    target: 'Dana',
    after: 'active',
  })
})

test('of two who share a name the phone says which', async () => {
  const { household, run } = await setUp()
  household.sql("update users set name = 'sam' where phone = ?", KIM)
  await household.text(SAM, 'STOP')
  await household.text(KIM, 'STOP')

  const { stdout } = await run(['audit'])

  expect(stdout).toContain('  Sam ...0101  opted out')
  expect(stdout).toContain('  sam ...0102  opted out')
})

test('its times are of the household', async () => {
  const { household, run } = await setUp({ TZ: 'Asia/Tokyo' })
  await household.text(SAM, 'STOP')

  expect((await run(['audit'])).stdout).toContain('Fri 20 Nov 2026, 21:00  Sam  opted out')
})

test('as JSON a question tells its target as it was, and what became of it', async () => {
  const { household, run } = await setUp()
  await household.text(SAM, 'delete heat')
  await household.text(SAM, 'no')
  const [text] = household.sql("select sid from inbox where body = 'no'")
  const [question] = household.sql('select id from pending_actions')

  const { stdout } = await run(['audit', '--json'])

  const { hasOlder, entries } = JSON.parse(stdout)
  expect(hasOlder).toBe(false)
  expect(entries).toHaveLength(2)
  expect(entries.at(-1)).toEqual({
    id: expect.any(String),
    at: '2026-11-20T12:00:00.000Z',
    by: 'person',
    user: { id: expect.any(String), name: 'Sam', phone: SAM },
    sid: Object(text).sid,
    action: 'question.settled',
    target: 'Remove Heat (1995) and delete its file, 14 GB?',
    before: 'open',
    after: 'declined',
    detail: {
      actionId: Object(question).id,
      title: 'Heat',
      year: 1995,
      files: 1,
      sizeBytes: 14_000_000_000,
    },
  })
})

test('what Usherr found out by itself is told as its own', async () => {
  const { household, run } = await setUp()
  await household.text(SAM, 'delete heat')
  goDownAtDelete(household, { first: 'act-then-drop', after: 'drop' })
  await household.text(SAM, 'YES 4821')
  household.radarr.intercept = () => 'pass'
  household.advance(MINUTE)
  await household.recorded("select 1 from pending_actions where state = 'done'")

  const { stdout } = await run(['audit'])

  expect(stdout.split('\n').slice(-3)).toEqual([
    expect.stringMatching(/  Sam     closed .* under way → under way  in-2$/),
    expect.stringMatching(/  Usherr  closed .* under way → done       in-2$/),
    '',
  ])
})

test('a session that is imported says so, with how much was in it', async () => {
  const { household, run } = await setUp()
  await household.text(SAM, 'is heat in?')
  const file = `${household.config.databasePath}.json`
  await run(['sessions', 'export', 'is heat in?', '-o', file])

  await run(['sessions', 'import', file, '--id', 'copy'])
  await run(['sessions', 'rename', 'copy', 'Copy'])

  expect((await run(['audit'])).stdout).toMatch(
    /  an operator  imported session  Copy  messages: 0 → 4\n/,
  )
})

test('what an operator did to the queue names the text', async () => {
  const { household, run } = await setUp()
  household.twilio.intercept = ({ method }) =>
    method === 'POST' ? { status: 400, body: { code: 21614 } } : 'pass'
  await household.text(SAM, 'is heat in?')
  household.twilio.intercept = () => 'pass'

  await run(['queue', 'retry', 'out-1'])

  expect((await run(['audit'])).stdout).toMatch(
    /  an operator  retried  out-1  failed → pending  in-1\n$/,
  )
})

test.for(['Kim', KIM, 'kim'])('--person %s shows what that person did', async (named) => {
  const { household, run } = await setUp()
  await household.text(SAM, 'STOP')
  await household.text(KIM, 'STOP')

  const { stdout } = await run(['audit', '--person', named])

  expect(stdout).toMatch(/ Kim  opted out/)
  expect(stdout).not.toContain('Sam')
})

test('a person who is none is told so', async () => {
  const { run } = await setUp()

  expect(await run(['audit', '--person', 'Alex'])).toMatchObject({
    code: 1,
    stdout: '',
    stderr: "There is no user 'Alex'. There are Sam and Kim.\n",
  })
})

test.for([
  ['2d', ['Film 1', 'Film 2']],
  ['2026-11-22', ['Film 2']],
  ['3d', ['Film 0', 'Film 1', 'Film 2']],
] as const)('--since %s shows what was done from then on', async ([since, expected]) => {
  const { household, run } = await setUp()
  for (const title of ['Film 0', 'Film 1', 'Film 2']) {
    household.sql(
      `insert into audit_log (id, user_id, action, target, created_at)
       select ?, id, 'media.added', ?, ? from users where name = 'Kim'`,
      title,
      title,
      household.now(),
    )
    household.jump(DAY)
  }

  expect(targets((await run(['audit', '--since', since])).stdout)).toEqual(expected)
})

test.for(['7', '7h', 'yesterday', '2026-13-01', '0d'])(
  '--since %s is not understood',
  async (since) => {
    const { run } = await setUp()

    const { code, stderr } = await run(['audit', '--since', since])

    expect(code).toBe(2)
    expect(stderr).toContain('Write 7d for the last days, or a day as 2026-11-20.')
  },
)

test('a page has the newest, and the next ones what came before', async () => {
  const { household, run } = await setUp()
  fill(household, 5)

  const first = await run(['audit', '--limit', '2'])
  const second = await run(['audit', '--limit', '2', '--page', '2'])
  const last = await run(['audit', '--limit', '2', '--page', '3'])
  const none = await run(['audit', '--limit', '2', '--page', '4'])

  expect(targets(first.stdout)).toEqual(['Film 3', 'Film 4'])
  expect(first.stdout).toMatch(/\n\nThere is more: --page 2 shows what came before\.\n$/)
  expect(targets(second.stdout)).toEqual(['Film 1', 'Film 2'])
  expect(targets(last.stdout)).toEqual(['Film 0'])
  expect(last.stdout).not.toContain('There is more')
  expect(none.stdout).toBe('There is no page 4.\n')
})

test('fifty rows are a page, and more than memory holds are none', async () => {
  const { household, run } = await setUp()
  fill(household, 60)

  expect(targets((await run(['audit'])).stdout)).toHaveLength(50)
  expect(await run(['audit', '--limit', '10001'])).toMatchObject({ code: 2 })
})

test('where nothing was done it says so', async () => {
  const { run } = await setUp()

  expect((await run(['audit'])).stdout).toBe('Nothing was done.\n')
  expect(JSON.parse((await run(['audit', '--json'])).stdout)).toEqual({
    hasOlder: false,
    entries: [],
  })
})

test('what people wrote does not draw on the terminal', async () => {
  const { household, run } = await setUp()
  household.sql("update users set name = 'Kim' || char(27) || '[2J' where phone = ?", KIM)
  await household.text(KIM, 'STOP')

  expect((await run(['audit'])).stdout).toContain('Kim [2J')
  const { stdout } = await run(['audit', '--json'])
  expect(stdout).toContain(String.raw`Kim\u001b[2J`)
})

test('a terminal cuts the words, and neither the time nor the text', async () => {
  const { household, run } = await setUp()
  await household.text(SAM, 'delete heat')

  const [, line = ''] = (await run(['audit'], 70)).stdout.split('\n')

  expect(line).toMatch(/^Fri 20 Nov 2026, 12:00  .*…  .*in-1$/)
  expect(line).toHaveLength(70)
})
