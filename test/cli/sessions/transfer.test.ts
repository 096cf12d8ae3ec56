import { execFileSync } from 'node:child_process'
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import SQLite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { usherr } from '../../helpers/command-line.ts'
import { startCommand } from '../../helpers/command-process.ts'
import { FINDING, KIM, SAM, startConversations } from '../../helpers/conversations.ts'
import { canMount, mountSmallDisk } from '../../helpers/small-disk.ts'
import { eventually } from '../../helpers/until.ts'
import { sessionsOf } from './sessions-of.ts'

async function startTransfers() {
  const here = await startConversations()
  const env = { DATABASE_PATH: here.path, TZ: 'UTC' }
  const sessions = (args: readonly string[], typing = {}, more = {}) =>
    usherr(['sessions', ...args], env, typing, { now: here.now, ...more })
  const exported = async (id: string) => (await sessions(['export', id])).stdout
  const folder = dirname(here.path)
  const write = (text: string | Buffer, name = 'in.json') => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  return { ...here, env, sessions, exported, folder, write }
}

const ODD = 'emoji 🎬👩‍👩‍👧, CRLF\r\n, tab\t, \u2028\u2029, nul \u0000, \u202E bidi, "quotes" \\ end'

/** Everything that a conversation can hold. */
async function startOdd() {
  const here = await startTransfers()
  const vendor = { extra: { 2: 'b', 1: 'a', lone: 'half \uD83C', deep: [[[]]] } }
  const steps = FINDING.map((step) =>
    step.role === 'assistant'
      ? { ...step, reasoningContent: ODD, metadata: { vendor, modelText: 'half \uD83C' } }
      : step,
  )
  const id = await here.say(SAM, { user: ODD, reply: 'x'.repeat(300_000), steps, tokens: 7 })
  await here.say(SAM, { user: 'one', reply: 'two', tokens: 3 })
  here.advance(1_000)
  await here.store.conversations.prune(id, here.now() - 500)
  await here.say(SAM, { user: ODD, reply: ODD, steps, tokens: 3 })
  await here.store.conversations.tag(id, { add: ['ä', 'b', 'films 🎬'] })
  await here.store.conversations.rename(id, { name: 'odd "one"', title: ODD })
  await here.store.conversations.pause(id)
  await here.store.conversations.branch({ from: id, round: 3, id: 'branch' })
  await here.store.conversations.archive('branch')
  const db = new SQLite(here.path)
  db.prepare('update conversations set summary = ?, summary_round = 2, context_state = ?').run(
    ODD,
    JSON.stringify({
      rest: ODD,
      list: { tool: 'add', isNumbered: true, shownAt: 1, outboxId: 'a-row-of-here', items: [] },
    }),
  )
  db.close()
  return { ...here, id, branchId: 'branch' }
}

test.for(['id', 'branchId'] as const)(
  'export, import, export is the same to the letter (%s)',
  async (which) => {
    const here = await startOdd()
    const there = await startTransfers()
    there.advance(1_000)
    const id = here[which]
    const file = join(here.folder, 'out.json')
    await here.sessions(['export', id, '--output', file])
    const json = readFileSync(file, 'utf8')

    const imported = await there.sessions(['import', file])
    await there.sessions(['export', id, '--output', join(there.folder, 'out.json')])

    expect(imported).toMatchObject({ code: 0, stderr: '' })
    expect(readFileSync(join(there.folder, 'out.json'), 'utf8')).toBe(json)
    expect(JSON.parse(json).messages.length).toBeGreaterThan(2)
    expect(await there.sessions(['verify'])).toMatchObject({ code: 0 })
  },
)

test('a list of a file was shown in no row of the outbox, whatever the file says', async () => {
  const here = await startOdd()
  const there = await startTransfers()
  const json = await here.exported(here.branchId)
  expect(json).not.toContain('outboxId')

  const forged = json.replace('"shownAt": 1', '"shownAt": 1, "outboxId": "row"')
  const refused = await there.sessions(['import', there.write(forged)])
  await there.sessions(['import', there.write(json)])

  expect(refused.stderr).toContain('It is damaged: conversation.contextState.list')
  expect(await there.store.conversations.find('branch')).toMatchObject({
    contextState: { list: { outboxId: '' } },
  })
})

test('a file that is written belongs to its owner, and is replaced only after asking', async () => {
  const { sessions, say, folder } = await startTransfers()
  const id = await say(SAM, { user: 'hi', reply: 'Hello.' })
  const file = join(folder, 'out.md')
  writeFileSync(file, 'mine', { mode: 0o644 })
  const to = ['export', id, '--format', 'markdown', '--output', file]

  expect(await sessions(to)).toMatchObject({
    code: 1,
    stderr: `${file} is there already. Replace it?\nNothing was changed. Add --yes to go on.\n`,
  })
  expect(await sessions(to, { typed: 'n\n' })).toMatchObject({ code: 1 })
  expect(readFileSync(file, 'utf8')).toBe('mine')
  expect(await sessions([...to, '--yes'])).toMatchObject({
    code: 0,
    stdout: `Exported to ${file}.\n`,
  })

  expect(readFileSync(file, 'utf8')).toContain('**Usherr:**\n> Hello.')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([])
  expect(await sessions(['export', id, '--output', join(folder, 'no', 'x')])).toMatchObject({
    code: 1,
    stderr: `${join(folder, 'no', 'x')} cannot be used: there is no such file or folder. Look at its name.\n`,
  })
})

test('on a terminal an export draws nothing and means the same', async () => {
  const { sessions, say } = await startTransfers()
  const id = await say(SAM, { user: 'red \u001B[31m\u202E', reply: 'OK.' })

  const piped = await sessions(['export', id])
  const shown = await sessions(['export', id], { columns: 80 })
  const markdown = await sessions(['export', id, '--format', 'markdown'], { columns: 80 })

  expect(shown.stdout).not.toMatch(/[^\P{C}\n]/u)
  expect(JSON.parse(shown.stdout)).toEqual(JSON.parse(piped.stdout))
  expect(markdown.stdout).not.toMatch(/[^\P{C}\n]/u)
})

test('what is there already is refused, and stands beside it under another id', async () => {
  const { sessions, say, exported, write, rows } = await startTransfers()
  const id = await say(SAM, { user: 'hi', reply: 'Hello.', tokens: 5 })
  const file = write(await exported(id))

  const refused = await sessions(['import', file])
  const bad = await sessions(['import', file, '--id', 'two words'])
  const beside = await sessions(['import', file, '--id', 'beside', '--as', KIM])
  const again = await sessions(['import', file, '--id', 'beside'])
  const forged = write((await exported(id)).replace(`"id": "${id}"`, '"id": "forged"'))
  const known = await sessions(['import', forged])

  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toContain(`There is a session '${id}' already, and nothing was changed.`)
  expect(refused.stderr).toContain('--id')
  expect(bad.code).toBe(2)
  expect(bad.stderr).toContain('An id has at most 64 letters')
  expect(beside.stdout).toBe(
    'Imported session beside with 2 messages for Kim.\nIt is the newest of Kim: their next text goes on in it.\n',
  )
  expect(again.code).toBe(1)
  expect(known.stderr).toContain('Some of its messages are in another session already')
  expect(rows('select id from conversations')).toHaveLength(2)
  expect(await sessions(['verify'])).toMatchObject({ code: 0 })
})

test('a file of somebody unknown is refused, and can be given to another', async () => {
  const { sessions, say, exported, write, rows, userOf } = await startTransfers()
  const id = await say(SAM, { user: 'hi', reply: 'Hello.' })
  const file = write((await exported(id)).replace(SAM, '+14155550199'))

  const refused = await sessions(['import', file, '--id', 'x'])
  const given = await sessions(['import', file, '--id', 'x', '--as', 'kim', '--json'])

  expect(refused).toMatchObject({ code: 1 })
  expect(refused.stderr).toContain('It is of +14155550199, who is no user here.')
  expect(JSON.parse(given.stdout)).toMatchObject({ id: 'x', phone: KIM, messages: 2 })
  const { id: userId } = await userOf(KIM)
  expect(rows('select user_id from conversations where id = ?', 'x')).toEqual([{ user_id: userId }])
})

const call = '"toolCalls":[{"id":"call_1"'
test.for<[what: string, change: (json: string) => string | Buffer, says: string]>([
  ['is empty', () => '', 'It is not JSON, or was cut short'],
  ['is cut', (json) => json.slice(0, -9), 'It is not JSON, or was cut short'],
  ['is no text', () => Buffer.from([0xff, 0xfe, 0x7b]), 'It is no text in UTF-8'],
  ['is of half a version', (json) => json.replace('"version": 1', '"version": 1.5'), 'no exported'],
  [
    'has an id with a blank',
    (json) => json.replace(/"id": "[^"]*"/, '"id": "two words"'),
    "Its id 'two words' cannot be typed. Import it with --id and another one.",
  ],
  [
    'has an id in another spelling',
    (json) => json.replace(/"id": "[^"]*"/, '"id": "cafe\u0301"'),
    'cannot be typed. Import it with --id and another one.',
  ],
  [
    'has a tag that draws',
    (json) => json.replace('"tags": []', '"tags": ["red \\u001b[31m"]'),
    "Its tag 'red  [31m' cannot be typed. Change it.",
  ],
  [
    'has a blank tag',
    (json) => json.replace('"tags": []', '"tags": [" "]'),
    "Its tag ' ' cannot be typed. Change it.",
  ],
  [
    'counts rounds without end',
    (json) => json.replace('"roundCount": 1', '"roundCount": 9007199254740991'),
    'It is damaged: conversation.roundCount',
  ],
  [
    'holds a message without end',
    (json) => json.replace('Heat is here.', 'x'.repeat(1_000_001)),
    'Its message 4 is longer than a message can be, 1 MB.',
  ],
  [
    'is longer than can be held',
    (json) => json + ' '.repeat(64 * 1024 * 1024),
    'It is longer than an import may be, 64 MB.',
  ],
  ['is newer', (json) => json.replace('"version": 1', '"version": 2'), 'a newer Usherr'],
  [
    'has a wrong call',
    (json) => json.replace(call, '"toolCalls":[{"id":7'),
    'It is damaged: messages.1.toolCalls.0.id',
  ],
  [
    'lacks a call',
    (json) => json.replace('"call_1","type"', '"call_2","type"'),
    'It is not whole: round 1 has a result without its tool call',
  ],
  [
    'has an unasked result',
    (json) => json.replace(/"toolCalls":\[.*?\]/, '"toolCalls":null'),
    'It is not whole: round 1 has a result without its tool call',
  ],
  [
    'has a wrong outcome',
    (json) => json.replace('"metadata":null', '"metadata":{"outcome":{"type":"won"}}'),
    'It is damaged: messages.0.metadata.outcome',
  ],
  [
    'has a wrong flag',
    (json) => json.replace('"metadata":null', '"metadata":{"readsFirst":"yes"}'),
    'It is damaged: messages.0.metadata.readsFirst',
  ],
  [
    'speaks for a provider',
    (json) => json.replace('"metadata":null', '"metadata":{"vendor":{"tool_calls":[]}}'),
    'It is damaged: messages.0.metadata.vendor',
  ],
  [
    'has metadata nobody knows',
    (json) => json.replace('"metadata":null', '"metadata":{"a":1}'),
    'It is damaged: messages.0.metadata',
  ],
  [
    'has no text for MORE',
    (json) => json.replace('"contextState": {}', '"contextState": {"rest": 5}'),
    'It is damaged: conversation.contextState.rest',
  ],
  [
    'has no list of titles',
    (json) => json.replace('"contextState": {}', '"contextState": {"list": {"items": "Heat"}}'),
    'It is damaged: conversation.contextState.list',
  ],
  [
    'holds half a character',
    (json) => json.replace('Heat is here.', '\\ud83c'),
    'It is damaged: messages.3.content',
  ],
  [
    'is of no time',
    (json) => json.replace(/"createdAt": \d+/, '"createdAt": 9e15'),
    'It is damaged: conversation.createdAt',
  ],
  [
    'is nested without end',
    (json) =>
      json.replace(
        '"metadata":null',
        `"metadata":{"vendor":{"a":${'['.repeat(5000)}${']'.repeat(5000)}}}`,
      ),
    'nested too deep',
  ],
  [
    'counts more rounds',
    (json) => json.replace('"roundCount": 1', '"roundCount": 2'),
    'It is not whole: its rounds',
  ],
  [
    'is summed up beyond its end',
    (json) => json.replace('"summaryRound": null', '"summaryRound": 2'),
    'It is not whole: it tells of more rounds',
  ],
  [
    'has a person that calls a tool',
    (json) => json.replace('"role":"assistant"', '"role":"user"'),
    'belongs to another role',
  ],
  [
    'is out of order',
    (json) => json.replace('"round":1,"sequence":0', '"round":1,"sequence":9'),
    'It is not whole: its messages are not in their order',
  ],
  [
    'has a gap',
    (json) => json.replace('"round":1,"sequence":3', '"round":1,"sequence":4'),
    'It is not whole: round 1 has a gap before its message 4',
  ],
])(
  'a file that %s is refused in a sentence, and leaves nothing behind',
  async ([, change, says]) => {
    const here = await startTransfers()
    const there = await startTransfers()
    const id = await here.say(SAM, { user: 'find heat', reply: 'Heat is here.', steps: FINDING })
    const json = await here.exported(id)
    const changed = change(json)
    expect(changed).not.toBe(json)

    const { code, stdout, stderr } = await there.sessions(['import', there.write(changed)])

    expect(stderr).toContain(says)
    expect(stderr).not.toMatch(/Invalid|expected|Unexpected|at .*:\d+/)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(there.rows('select id from conversations')).toEqual([])
  },
)

test('as processes: a pipe from one database into another', async () => {
  const here = await startTransfers()
  const there = await startTransfers()
  const id = await here.say(SAM, { user: 'find heat', reply: 'Heat is here.', steps: FINDING })

  const out = await startCommand(['sessions', 'export', id], here.env).closed
  const into = startCommand(['sessions', 'import', '-'], there.env)
  into.stdin.end(out.stdout)

  expect(out).toMatchObject({ code: 0, stderr: '' })
  expect(await into.closed).toMatchObject({ code: 0, stderr: '' })
  expect(await there.exported(id)).toBe(out.stdout)
})

/** A conversation of so many messages, without a turn for each. */
function fill(path: string, id: string, count: number, content: string): void {
  const db = new SQLite(path)
  const add = db.prepare(
    "insert into messages (id, conversation_id, round, sequence, role, content, created_at) values (?, ?, ?, 0, 'user', ?, 1)",
  )
  db.transaction(() => {
    for (let round = 2; round <= count; round++) add.run(`${id}-${round}`, id, round, content)
    db.prepare(
      'update conversations set message_count = message_count + ?, round_count = ? where id = ?',
    ).run(count - 1, count, id)
  })()
  db.close()
}

test('an export is of one moment, while the service goes on writing and pruning', async () => {
  const { env, say, path, folder, store, now, advance } = await startTransfers()
  const id = await say(SAM, { user: 'hi', reply: 'Hello.' })
  fill(path, id, 10_000, 'word '.repeat(200))
  const file = join(folder, 'out.json')

  const { closed } = startCommand(['sessions', 'export', id, '--output', file], env)
  await eventually(() => {
    expect(readdirSync(folder).some((name) => name.includes('unfinished'))).toBe(true)
  })
  await say(SAM, { user: 'late', reply: 'Later.' })
  advance(1)
  await store.conversations.prune(id, now())

  expect(await closed).toMatchObject({ code: 0, stderr: '' })
  const exported = JSON.parse(readFileSync(file, 'utf8'))
  expect(exported.messages).toHaveLength(exported.conversation.messageCount)
  expect(exported.messages).toHaveLength(10_001)
})

test('a script is told what was exported to a file, and without one --json is not understood', async () => {
  const { say, folder, sessions } = await startTransfers()
  const id = await say(SAM, { user: 'hi', reply: 'Hello.' })
  const file = join(folder, 'out.json')

  const { stdout } = await sessions(['export', id, '-o', file, '--json'])
  const without = await sessions(['export', id, '--json'])

  expect(JSON.parse(stdout)).toEqual({ file, messages: 2 })
  expect(without).toMatchObject({ code: 2, stdout: '' })
  expect(without.stderr).toContain('name it with --output')
})

test('Ctrl-C in the middle of an export leaves nothing', async () => {
  const { env, say, path, folder } = await startTransfers()
  const id = await say(SAM, { user: 'hi', reply: 'Hello.' })
  fill(path, id, 10_000, 'word '.repeat(1_000))
  const before = readdirSync(folder)

  const { child, closed } = startCommand(
    ['sessions', 'export', id, '--output', join(folder, 'out.json')],
    env,
  )
  await eventually(() => {
    expect(readdirSync(folder).some((name) => name.includes('unfinished'))).toBe(true)
  })
  child.kill('SIGINT')

  expect(await closed).toMatchObject({ code: 130, stderr: 'Nothing was changed.\n' })
  expect(readdirSync(folder).filter((name) => /^out|unfinished/.test(name))).toEqual([])
  expect(before).toContain('usherr.db')
})

test('whoever has read enough of an export ends it without a word', async () => {
  const { env, say, path } = await startTransfers()
  const id = await say(SAM, { user: 'hi', reply: 'Hello.' })
  fill(path, id, 2_000, 'word '.repeat(1_000))

  const { child, closed } = startCommand(['sessions', 'export', id], env)
  child.stdout.once('data', () => child.stdout.destroy())

  expect(await closed).toMatchObject({ code: 0, stderr: '' })
})

test.runIf(canMount())(
  'a full disk is told, and leaves nothing of an import or an export',
  async () => {
    const here = await startTransfers()
    const id = await here.say(SAM, { user: 'hi', reply: 'x'.repeat(900_000) })
    const disk = mountSmallDisk()
    const there = await startConversations(join(disk.folder, 'usherr.db'))
    const file = join(here.folder, 'out.json')
    await here.sessions(['export', id, '--output', file])
    disk.fill()

    const imported = await usherr(['sessions', 'import', file], { DATABASE_PATH: there.path })
    const exported = await here.sessions(['export', id, '--output', join(disk.folder, 'out.json')])

    expect(imported).toMatchObject({
      code: 1,
      stderr:
        'The disk of the database is full, and nothing was changed. Make room, then try again.\n',
    })
    expect(exported.stderr).toContain('its disk is full. Make room, then try again.')
    expect(readdirSync(disk.folder).filter((name) => /^out|unfinished/.test(name))).toEqual([])
    disk.makeRoom()
    expect(there.rows('select id from conversations')).toEqual([])
  },
)

test('an export follows a link to a file, and replaces nothing that is no file', async () => {
  const { sessions, say, folder } = await startTransfers()
  const id = await say(SAM, { user: 'hi', reply: 'Hello.' })
  const at = (name: string) => join(folder, name)
  const to = (name: string) => sessions(['export', id, '--output', at(name), '--yes'])
  writeFileSync(at('target'), 'mine')
  symlinkSync('target', at('link'))
  symlinkSync('nothing', at('dangling'))
  symlinkSync('loop', at('loop'))
  mkdirSync(at('folder'))
  execFileSync('mkfifo', [at('pipe')])
  symlinkSync('pipe', at('link-to-pipe'))
  const long = 'x'.repeat(250)

  const refusals = Object.entries({
    dangling: 'it is a link to nothing. Name another.',
    loop: 'it is a link that leads to itself. Name another.',
    folder: 'it is a folder. Name a file.',
    pipe: 'it is no ordinary file. Name another.',
    'link-to-pipe': 'it is no ordinary file. Name another.',
    'target/x': 'there is no such folder. Look at its name.',
    [long.repeat(2)]: 'its name is too long. Name another.',
  })
  for (const [name, says] of refusals) {
    expect(await to(name)).toEqual({
      code: 1,
      stdout: '',
      stderr: `${at(name)} cannot be used: ${says}\n`,
    })
  }
  expect(await to('link')).toMatchObject({ code: 0 })
  expect(await to(long)).toMatchObject({ code: 0 })

  expect(lstatSync(at('link')).isSymbolicLink()).toBe(true)
  expect(readFileSync(at('target'), 'utf8')).toContain('"Hello."')
  expect(lstatSync(at('pipe')).isFIFO()).toBe(true)
  expect(lstatSync(at('dangling')).isSymbolicLink()).toBe(true)
  expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([])
})

test('what is piped in without end is refused as soon as it is too long', async () => {
  const { sessions } = await startTransfers()
  let pieces = 0
  const stdin = Readable.from(
    (function* () {
      for (;;) {
        pieces++
        yield Buffer.alloc(1024 * 1024)
      }
    })(),
  )
  const terminal = { stdin, stdout: new PassThrough(), stderr: new PassThrough() }

  const refused = await sessions(['import', '-'], {}, { terminal })

  expect(refused.code).toBe(1)
  expect(String(terminal.stderr.read())).toBe('It is longer than an import may be, 64 MB.\n')
  expect(pieces).toBeLessThan(100)
})

test('what was carried on tomorrow is carried on now', async () => {
  const { sessions, say, exported, write, store, now } = await startTransfers()
  const id = await say(SAM, { user: 'hi', reply: 'Hello.' })
  const file = write((await exported(id)).replace(/"updatedAt": \d+/, '"updatedAt": 8e15'))

  await sessions(['import', file, '--id', 'ahead'])

  expect(await store.conversations.find('ahead')).toMatchObject({ updatedAt: now() })
})

test('an export to read holds nothing that draws, wherever it goes', async () => {
  const { sessions, say, folder } = await startTransfers()
  const id = await say(SAM, { user: 'red \u001B[31m 👩‍👧', reply: 'OK.' })
  const file = join(folder, 'out.md')
  const markdown = ['export', id, '--format', 'markdown']

  const { stdout } = await sessions(markdown)
  await sessions([...markdown, '--output', file])

  expect(stdout).toContain('> red  [31m 👩‍👧\n')
  expect(readFileSync(file, 'utf8')).toBe(stdout)
})

test('a session that was exported to be read is told not to be one to import', async () => {
  const { path, now } = await startConversations()
  const typing = { typed: '# Film night\n\nHi.\n' }

  const { code, stderr } = await sessionsOf({ path, now })(['import', '-'], typing)

  expect(stderr).toContain('Only --format json can be imported.')
  expect(code).toBe(1)
})
