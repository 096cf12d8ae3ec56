import { copyFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import SQLite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { usherr } from '../helpers/command-line.ts'
import { startCommand } from '../helpers/command-process.ts'
import { type Said, startConversations } from '../helpers/conversations.ts'
import { copied, everyCopiedRow, everyRow } from '../helpers/copied.ts'
import { KIM, SAM, startHousehold } from '../helpers/household.ts'
import { refusingUrl, startLoopback } from '../helpers/loopback.ts'
import { startMeddler } from '../helpers/meddler.ts'
import { HAS_SQLD, IF_SQLD, startSqld } from '../helpers/sqld.ts'
import { databasePath } from '../helpers/store.ts'

const SAID: Said = { user: 'is heat in?', reply: 'Heat (1995) is here.' }

async function startDatabase(path = databasePath()) {
  const conversations = await startConversations(path)
  await conversations.say(SAM, SAID)
  return conversations
}

test.runIf(HAS_SQLD)(
  `sync copies everything once, and what changed after it${IF_SQLD}`,
  async () => {
    const sqld = await startSqld()
    const { path, say } = await startDatabase()
    const env = { DATABASE_PATH: path, SYNC_URL: sqld.url }

    const first = await usherr(['sync'], env)
    expect(first.stdout).toMatch(/^The copy is up to date; \d+ rows went\.\n$/)
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(await everyCopiedRow(sqld)).toEqual(everyRow(path))

    await say(KIM, SAID)
    expect((await usherr(['sync'], env)).stdout).toMatch(/date; \d rows went/)
    expect(await everyCopiedRow(sqld)).toEqual(everyRow(path))
    expect((await usherr(['sync', '--json'], env)).stdout).toBe('{\n  "rows": 0\n}\n')
    expect((await usherr(['sync'], env)).stdout).toBe(
      'The copy is up to date; nothing had changed.\n',
    )
  },
)

test.runIf(HAS_SQLD)(
  `commands and a service that push at once harm nothing${IF_SQLD}`,
  { timeout: 60_000 },
  async () => {
    const sqld = await startSqld()
    const household = await startHousehold({ env: { SYNC_URL: sqld.url } })
    const env = { DATABASE_PATH: household.config.databasePath, SYNC_URL: sqld.url }

    const ended: number[] = []
    const pushes = [1, 2, 3].map(async () => {
      for (let time = 0; time < 4; time++) ended.push((await usherr(['sync'], env)).code)
    })
    for (const body of ['add heat', 'is dune in?', 'help', 'status'])
      await household.text(SAM, body)
    await Promise.all(pushes)

    expect(ended).toEqual(Array.from({ length: 12 }, () => 0))
    await copied(household.config.databasePath, sqld)
  },
)

test.runIf(HAS_SQLD)(
  `a sync that is killed amid it is finished by the next${IF_SQLD}`,
  async () => {
    const sqld = await startSqld()
    const { path } = await startDatabase()
    const killed = { child: undefined as ReturnType<typeof startCommand>['child'] | undefined }
    // Listing, claiming, reading twice, beginning the copy, and its one step: that is at the server.
    const meddler = await startMeddler(
      () => sqld.url,
      async (request, forward) => {
        if (request !== 6) return 'pass'
        await forward()
        killed.child?.kill('SIGKILL')
        return 'lose'
      },
    )

    const command = startCommand(['sync'], { DATABASE_PATH: path, SYNC_URL: meddler.url })
    killed.child = command.child
    expect(await command.closed).toMatchObject({ code: null, stdout: '' })

    const { code } = await usherr(['sync'], { DATABASE_PATH: path, SYNC_URL: sqld.url })
    expect(code).toBe(0)
    expect(await everyCopiedRow(sqld)).toEqual(everyRow(path))
  },
)

test.runIf(HAS_SQLD)(
  `what another database has on the server is replaced only when that is asked for${IF_SQLD}`,
  async () => {
    const sqld = await startSqld()
    const [theirs, ours] = [await startDatabase(), await startDatabase()]
    await usherr(['sync'], { DATABASE_PATH: theirs.path, SYNC_URL: sqld.url })
    const env = { DATABASE_PATH: ours.path, SYNC_URL: sqld.url }

    expect(await usherr(['sync'], env)).toEqual({
      code: 1,
      stdout: '',
      stderr:
        "SYNC_URL holds the copy of another Usherr's database. Name another one, or replace it with `usherr sync --replace`.\n",
    })
    expect(await usherr(['sync', '--replace'], env)).toMatchObject({
      code: 1,
      stderr: `Replace whatever copy SYNC_URL holds with this database?
Nothing was changed. Add --yes to go on.
`,
    })
    expect(await everyCopiedRow(sqld)).toEqual(everyRow(theirs.path))

    expect(await usherr(['sync', '--replace', '--yes'], env)).toMatchObject({ code: 0 })
    expect(await everyCopiedRow(sqld)).toEqual(everyRow(ours.path))
  },
)

test.runIf(HAS_SQLD)(
  `a database that went on twice is copied from one place alone${IF_SQLD}`,
  async () => {
    const sqld = await startSqld()
    const { path, say, store } = await startDatabase()
    const twin = databasePath()
    const push = (database: string, ...more: string[]) =>
      usherr(['sync', ...more], { DATABASE_PATH: database, SYNC_URL: sqld.url })
    await push(path)
    await store.backups.make('2026-11-20', new AbortController().signal)
    copyFileSync(join(dirname(path), 'backups', 'usherr-2026-11-20.db'), twin)
    await say(SAM, SAID)
    await push(path)

    const elsewhere = new SQLite(twin)
    elsewhere.exec("update users set name = 'Samantha' where name = 'Sam'")
    elsewhere.close()
    const { code, stderr } = await push(twin)

    expect(code).toBe(1)
    expect(stderr).toContain('A copy of this database has gone on elsewhere')
    expect(await everyCopiedRow(sqld)).toEqual(everyRow(path))
    expect(await push(twin, '--replace', '--yes')).toMatchObject({ code: 0 })
    expect(await everyCopiedRow(sqld)).toEqual(everyRow(twin))
  },
)

test.runIf(HAS_SQLD)(
  `a row that the server takes not even alone is named, and the copy stays whole until it goes${IF_SQLD}`,
  async () => {
    const sqld = await startSqld()
    const { path, say } = await startDatabase()
    const env = { DATABASE_PATH: path, SYNC_URL: sqld.url }
    await usherr(['sync'], env)
    const before = everyRow(path)
    const id = await say(KIM, { user: 'is dune in?', reply: 'x'.repeat(7_000_000) })
    const beside = new SQLite(path)
    // The same words would wait there to be sent.
    beside.exec('delete from outbox where length(body) > 1000000')
    beside.close()
    await say(SAM, SAID)

    const { code, stderr } = await usherr(['sync'], env)

    expect(stderr).toMatch(
      /^The server at SYNC_URL does not take a row of messages that has 70\d{5} bytes \(position: 4\)\. `usherr sessions delete \S+` takes it away with its session; or name a server that takes it\. Until then the copy stays as it is\.\n$/,
    )
    expect(code).toBe(1)
    expect(await everyCopiedRow(sqld)).toEqual(before)

    const named = stderr.match(/delete (\S+)`/)?.[1] ?? ''
    expect(named).toBe(id)
    expect(await usherr(['sessions', 'delete', named, '--yes'], env)).toMatchObject({ code: 0 })
    expect(await usherr(['sync'], env)).toMatchObject({ code: 0 })
    expect(await everyCopiedRow(sqld)).toEqual(everyRow(path))
  },
)

test.runIf(HAS_SQLD)(
  `SYNC_URL may name another server for a while and come back${IF_SQLD}`,
  async () => {
    const [home, away] = [await startSqld(), await startSqld()]
    const { path, say } = await startDatabase()

    for (const sqld of [home, away, home, away]) {
      await say(SAM, SAID)
      const ended = await usherr(['sync'], { DATABASE_PATH: path, SYNC_URL: sqld.url })
      expect(ended).toMatchObject({ code: 0, stderr: '' })
      expect(await everyCopiedRow(sqld)).toEqual(everyRow(path))
    }
  },
)

test.runIf(HAS_SQLD)(
  `more changes than a copy of everything costs are given up while the server is away${IF_SQLD}`,
  { timeout: 60_000 },
  async () => {
    const sqld = await startSqld()
    const { path } = await startDatabase()
    await usherr(['sync'], { DATABASE_PATH: path, SYNC_URL: sqld.url })
    const beside = new SQLite(path)
    const waiting = beside.prepare('select count(*) from __sync_changes').pluck()
    beside.exec(`
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 200001)
      insert into __sync_changes (table_name, id, deleted) select 'users', '["u"]', 1 from n;
      update users set name = 'Samantha' where name = 'Sam'`)

    await usherr(['sync'], { DATABASE_PATH: path, SYNC_URL: await refusingUrl() })
    expect(waiting.get()).toBe(0)
    beside.close()

    await usherr(['sync'], { DATABASE_PATH: path, SYNC_URL: sqld.url })
    expect(await everyCopiedRow(sqld)).toEqual(everyRow(path))
  },
)

test.runIf(HAS_SQLD)(`tables of something else are left alone${IF_SQLD}`, async () => {
  const sqld = await startSqld()
  await sqld.write('create table users (name text)')
  const { path } = await startDatabase()

  const { code, stderr } = await usherr(['sync'], { DATABASE_PATH: path, SYNC_URL: sqld.url })

  expect(code).toBe(1)
  expect(stderr).toBe(
    'The database at SYNC_URL holds tables of something else. Name an empty one.\n',
  )
  expect(await sqld.rows('select name from sqlite_schema')).toEqual([{ name: 'users' }])
})

test.for([
  [401, 'The server at SYNC_URL refuses SYNC_AUTH_TOKEN.'],
  [404, 'SYNC_URL answers 404, which no libSQL server does. Check the address.'],
  [503, 'The server at SYNC_URL answers 503 just now.'],
] as const)('a server that answers %i is told in plain words', async ([status, says]) => {
  const { url } = await startLoopback({ status })
  const { path } = await startDatabase()

  const ended = await usherr(['sync'], { DATABASE_PATH: path, SYNC_URL: url })

  expect(ended).toEqual({ code: 1, stdout: '', stderr: `${says}\n` })
})

test('a server that is not there, and one that is not set, are told', async () => {
  const { path } = await startDatabase()

  const absent = await usherr(['sync'], { DATABASE_PATH: path, SYNC_URL: await refusingUrl() })
  expect(absent).toMatchObject({
    code: 1,
    stderr:
      'The server at SYNC_URL does not answer: nothing listens there (connection refused). Start it, or correct the port in SYNC_URL.\n',
  })
  expect(await usherr(['sync'], { DATABASE_PATH: path })).toMatchObject({
    code: 1,
    stderr: 'SYNC_URL is not set. It names the server that holds the copy.\n',
  })
  const wrong = { DATABASE_PATH: path, SYNC_URL: 'http://db.example.com' }
  expect((await usherr(['sync'], wrong)).stderr).toBe(
    'SYNC_URL must be a URL such as libsql://name.turso.io, with http:// only on your own network.\n',
  )
})
