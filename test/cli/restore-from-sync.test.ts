import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import SQLite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { usherr } from '../helpers/command-line.ts'
import { startCommand } from '../helpers/command-process.ts'
import { FINDING, startConversations } from '../helpers/conversations.ts'
import { copied, everyCopiedRow, everyRow } from '../helpers/copied.ts'
import { SAM, startHousehold } from '../helpers/household.ts'
import { refusingUrl } from '../helpers/loopback.ts'
import { startMeddler } from '../helpers/meddler.ts'
import { rowsOf } from '../helpers/old-database.ts'
import { HAS_SQLD, IF_SQLD, type Sqld, startSqld } from '../helpers/sqld.ts'
import { databasePath } from '../helpers/store.ts'
import { eventually } from '../helpers/until.ts'

const SOON = { timeout: 60_000 }

/** A database with a conversation, a tool's call in it, and a text without an answer, on a server. */
async function startCopied() {
  const sqld = await startSqld()
  const { path, say, store } = await startConversations()
  await say(SAM, { user: 'is heat in?', reply: 'Heat (1995) is here.', steps: FINDING })
  const waiting = { channel: 'sms' as const, address: SAM, body: 'and dune?', mediaCount: 0 }
  await store.inbox.accept({ sid: 'SM_waiting', ...waiting })
  const beside = new SQLite(path)
  beside.exec(`insert into outbox (id, key, kind, channel, address, body, segments, state,
      next_attempt_at, created_at) values ('x', 'x', 'busy', 'sms', '${SAM}', 'x', 1, 'sent', 1, 1);
    delete from outbox where id = 'x'`)
  beside.close()
  await sync(path, sqld)
  return { sqld, path, say, store }
}

const envOf = (path: string, sqld: Sqld) => ({ DATABASE_PATH: path, SYNC_URL: sqld.url })

async function sync(path: string, sqld: Sqld, ...more: string[]): Promise<void> {
  expect(await usherr(['sync', ...more], envOf(path, sqld))).toMatchObject({ code: 0, stderr: '' })
}

const restore = (path: string, sqld: Sqld, ...more: string[]) =>
  usherr(['restore', '--from-sync', ...more], envOf(path, sqld))

function read(path: string, query: string) {
  const client = new SQLite(path)
  try {
    return rowsOf(client, query)
  } finally {
    client.close()
  }
}

const NEWEST = 'created_at = (select max(created_at) from __drizzle_migrations)'
const SCHEMA = `select type, name, sql from sqlite_schema
  where name not glob '__sync_*' order by type, name`
const POSITIONS = "select * from sqlite_sequence where name not glob '__sync_*' order by name"
const FOUND = `select rowid from messages_search where messages_search match 'heat' order by rowid`

test.runIf(HAS_SQLD)(
  `a database that is built from the server is the one that was copied, row for row${IF_SQLD}`,
  SOON,
  async () => {
    const { sqld, path } = await startCopied()
    const built = databasePath()

    const { code, stdout, stderr } = await restore(built, sqld)

    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^Fetched \d+ rows, as they were on \w{3} \d+ \w{3} 20\d\d, \d\d:\d\d\.\n/,
    )
    expect(stdout).toContain(`Restored ${built} from the copy on SYNC_URL.`)
    expect(stdout).toContain('1 text had no answer then')

    // What a restore leaves open: the text that waited is parked, the moment of it is kept.
    const { milestones = [], inbox = [], outbox = [], ...same } = everyRow(built)
    const { milestones: _then, inbox: texts, outbox: rows, ...others } = everyRow(path)
    expect(same).toEqual(others)
    expect([inbox.length, outbox.length]).toEqual([texts?.length, rows?.length])
    expect(milestones.join()).toContain('restored')
    expect(read(built, "select state from inbox where sid = 'SM_waiting'")).toEqual([
      { state: 'parked' },
    ])
    expect(read(built, 'select state from outbox')).toEqual([{ state: 'sending' }])

    expect(read(built, SCHEMA)).toEqual(read(path, SCHEMA))
    expect(read(built, POSITIONS)).toEqual(read(path, POSITIONS))
    expect(read(built, FOUND)).toEqual(read(path, FOUND))
    expect(read(built, FOUND)).toHaveLength(2)
    expect(read(built, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
    expect(readdirSync(dirname(built)).filter((name) => name.includes('sync'))).toEqual([])
  },
)

test.runIf(HAS_SQLD)(
  `rows that are too long for one answer together come in several${IF_SQLD}`,
  SOON,
  async () => {
    const { sqld, path } = await startCopied()
    const beside = new SQLite(path)
    // 72 MB of them, and control characters take six times their room.
    beside.exec(`
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 24)
      insert into inbox (sid, channel, address, body, media_count, received_at, state)
      select 'SM_long' || i, 'sms', '${SAM}', replace(hex(zeroblob(250000)), '0', char(1)), 0, i, 'done' from n`)
    beside.close()
    await sync(path, sqld)
    const built = databasePath()

    expect(await restore(built, sqld)).toMatchObject({ code: 0, stderr: '' })

    const sids = 'select sid, length(body) as length from inbox order by sid'
    expect(read(built, sids)).toEqual(read(path, sids))
  },
)

test.runIf(HAS_SQLD)(
  `what a column was not declared for is copied as it is, and comes back${IF_SQLD}`,
  SOON,
  async () => {
    const { sqld, path } = await startCopied()
    const beside = new SQLite(path)
    const insert = beside.prepare(`insert into token_usage
      (user_id, day, model, input_tokens, output_tokens) select id, ?, 'odd', ?, ? from users limit 1`)
    insert.run('2026-11-01', 12.5, Infinity)
    insert.run('2026-11-02', 2 ** 60, Buffer.from([0, 255]))
    beside.close()
    await sync(path, sqld)
    const built = databasePath()

    expect(await restore(built, sqld)).toMatchObject({ code: 0, stderr: '' })

    const usage =
      "select input_tokens, output_tokens from token_usage where model = 'odd' order by day"
    const [parts, large] = read(path, usage)
    // No number of JSON is infinite.
    expect(read(built, usage)).toEqual([{ ...parts, output_tokens: Number.MAX_VALUE }, large])
  },
)

test.runIf(HAS_SQLD)(
  `a database that was built from the server goes on, and is what is copied from then on${IF_SQLD}`,
  SOON,
  async () => {
    const { sqld, path, say } = await startCopied()
    const built = databasePath()
    await restore(built, sqld)
    await say(SAM, { user: 'never copied', reply: 'Never.' })

    const household = await startHousehold({ env: envOf(built, sqld) })
    await household.text(SAM, 'is dune in?')

    await copied(built, sqld)
    const { code, stderr } = await usherr(['sync'], envOf(path, sqld))
    expect(code).toBe(1)
    expect(stderr).toContain('has gone on elsewhere')
  },
)

test.runIf(HAS_SQLD)(
  `a backup that is put back is copied anew over what had gone on without it${IF_SQLD}`,
  SOON,
  async () => {
    const { sqld, path, say, store } = await startCopied()
    const file = join(dirname(path), 'before.db')
    await usherr(['backup', file], envOf(path, sqld))
    await say(SAM, { user: 'is dune in?', reply: 'No.' })
    await sync(path, sqld)
    store.close()

    expect(await usherr(['restore', file, '--yes'], envOf(path, sqld))).toMatchObject({ code: 0 })
    await sync(path, sqld)

    expect(await everyCopiedRow(sqld)).toEqual(everyRow(path))
    expect(everyRow(path)['messages']).toHaveLength(4)
  },
)

test.runIf(HAS_SQLD)(
  `the database that is there is asked about, and kept as a backup${IF_SQLD}`,
  SOON,
  async () => {
    const { sqld, path, say } = await startCopied()
    await say(SAM, { user: 'never copied', reply: 'Never.' })
    const before = everyRow(path)

    const refused = await restore(path, sqld)
    expect(refused).toMatchObject({
      code: 1,
      stderr: `Replace the database at ${path} with the copy on SYNC_URL? It is kept as a backup.
Nothing was changed. Add --yes to go on.
`,
    })
    expect(everyRow(path)).toEqual(before)
  },
)

test.runIf(HAS_SQLD)(
  `Ctrl-C leaves nothing of what was fetched, and changes nothing${IF_SQLD}`,
  SOON,
  async () => {
    const { sqld } = await startCopied()
    const path = databasePath()
    const file = `${path}.from-sync`
    // What is asked once the file is there is never answered.
    const meddler = await startMeddler(
      () => sqld.url,
      () => (existsSync(file) ? new Promise<never>(() => {}) : 'pass'),
    )
    const env = { DATABASE_PATH: path, SYNC_URL: meddler.url }
    const { child, closed } = startCommand(['restore', '--from-sync'], env)
    await eventually(() => expect(existsSync(file)).toBe(true))

    child.kill('SIGINT')

    expect(await closed).toMatchObject({ code: 130, stderr: 'Nothing was changed.\n' })
    expect([file, `${file}-journal`, path].filter((one) => existsSync(one))).toEqual([])
  },
)

test.runIf(HAS_SQLD)(
  `what was there stands in the backups after the server's copy took its place${IF_SQLD}`,
  SOON,
  async () => {
    const sqld = await startSqld()
    const household = await startHousehold({ env: { SYNC_URL: sqld.url } })
    await household.text(SAM, 'is heat in?')
    const { databasePath: path } = household.config
    await copied(path, sqld)
    const locked = await restore(path, sqld, '--yes')
    await household.stop()
    const before = everyRow(path)

    const { code } = await restore(path, sqld, '--yes')

    expect(locked.stderr).toContain('Another program has the database open.')
    expect(code).toBe(0)
    const folder = join(dirname(path), 'backups')
    const kept = readdirSync(folder).filter((name) => name.includes('before-restore'))
    expect(kept.map((name) => everyRow(join(folder, name)))).toContainEqual(before)
  },
)

test.runIf(HAS_SQLD)(
  `nothing is built of a server without a copy, or with one that was never finished${IF_SQLD}`,
  SOON,
  async () => {
    const sqld = await startSqld()
    const path = databasePath()
    const saysNo = async (stderr: string) => {
      expect(await restore(path, sqld)).toEqual({ code: 1, stdout: '', stderr })
      expect(existsSync(path)).toBe(false)
    }

    await saysNo('SYNC_URL holds no copy of a database.\n')

    const conversations = await startConversations()
    await sync(conversations.path, sqld)
    await sqld.write('update _usherr_sync set whole_at = null')
    await saysNo('The first copy on SYNC_URL was never finished; nothing can be made of it.\n')
  },
)

test.runIf(HAS_SQLD)(
  `a copy of a newer Usherr, and one with rows missing, are refused and change nothing${IF_SQLD}`,
  SOON,
  async () => {
    const { sqld, path } = await startCopied()
    const before = everyRow(path)
    const saysNo = async (stderr: string) => {
      expect(await restore(path, sqld, '--yes')).toMatchObject({ code: 1, stderr })
      expect(everyRow(path)).toEqual(before)
    }

    await sqld.write(
      `update __drizzle_migrations set created_at = created_at + 1000 where ${NEWEST}`,
    )
    await saysNo(
      'the copy on SYNC_URL was used by a newer Usherr than this one. Install that first.\n',
    )
    await sqld.write(
      `update __drizzle_migrations set created_at = created_at - 1000 where ${NEWEST}`,
    )
    await sqld.write('delete from users')
    await saysNo('What SYNC_URL holds is not whole: rows are missing in it.\n')
  },
)

const WITHOUT_POSITIONS = JSON.stringify(['create table users (id text primary key)'])

test.runIf(HAS_SQLD).for([
  ["tables = '['", /no copy that this Usherr understands/],
  ["positions = '{}'", /no copy that this Usherr understands/],
  ['statements = \'["create table x ("]\'', /no copy that this Usherr understands/],
  ['statements = \'["drop table users"]\'', /no copy that this Usherr understands/],
  [`statements = '${WITHOUT_POSITIONS}', positions = '[]'`, /./],
] as const)(
  `a copy whose state became %s is refused in a sentence${IF_SQLD}`,
  SOON,
  async ([change, says]) => {
    const { sqld, path } = await startCopied()
    const before = everyRow(path)
    await sqld.write(`update _usherr_sync set ${change}`)

    const { code, stderr } = await restore(path, sqld, '--yes')

    expect(stderr).toMatch(says)
    expect(stderr).not.toMatch(/no such|\n {4}at |SqliteError|ZodError|Unexpected/)
    expect(code).toBe(1)
    expect(everyRow(path)).toEqual(before)
  },
)

test('a server that is not there changes nothing', async () => {
  const path = databasePath()

  const env = { DATABASE_PATH: path, SYNC_URL: await refusingUrl() }
  const { code, stderr } = await usherr(['restore', '--from-sync'], env)

  expect(code).toBe(1)
  expect(stderr).toContain('The server at SYNC_URL does not answer: nothing listens there')
  expect(existsSync(path)).toBe(false)
})

test.for(['restore', 'restore backup.db --from-sync'])(
  '`usherr %s` is not understood',
  async (command) => {
    const args = command.split(' ')
    const { code, stderr } = await usherr(args, { DATABASE_PATH: databasePath() })

    expect(code).toBe(2)
    expect(stderr).toContain('error: name a file, or --from-sync alone')
  },
)
