import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/db/connection.ts'
import { takeLock } from '../../src/db/lock.ts'
import { keepPresent, prepareCopy, putInPlace } from '../../src/db/restore.ts'
import { usherr } from '../helpers/command-line.ts'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { oldDatabase } from '../helpers/old-database.ts'
import { columnAt } from '../helpers/sql.ts'
import { databasePath } from '../helpers/store.ts'

const NOW = Date.UTC(2026, 10, 20, 12)
const DAY_MS = 24 * 3_600_000
const KEPT = 'usherr-before-restore-2026-11-20T12-00-00.db'

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'usherr-restore-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'backup.db')
}

const env = ({ config }: Household) => ({ DATABASE_PATH: config.databasePath })

const bodiesIn = (path: string) => columnAt(path, 'select body from inbox order by position')

/** As a kill leaves a file: what was written last stands in its log alone. */
function leaveLog(path: string): void {
  const left = newFile()
  const client = connect(path)
  client.exec(
    "update inbox set body = 'never mind' where position = (select max(position) from inbox)",
  )
  for (const end of ['', '-wal']) copyFileSync(path + end, left + end)
  client.close()
  for (const end of ['', '-wal']) copyFileSync(left + end, path + end)
}

/** A stopped service that was backed up after its first text, and the backup. */
async function setUp() {
  const household = await startHousehold()
  const file = newFile()
  await household.text(SAM, 'is heat in?')
  await usherr(['backup', file], env(household))
  await household.text(SAM, 'thanks')
  await household.stop()
  const path = household.config.databasePath
  const restore = (args: string[] = ['--yes'], typed?: string) =>
    usherr(['restore', file, ...args], env(household), typed === undefined ? {} : { typed }, {
      now: () => NOW,
    })
  return { household, file, path, folder: dirname(path), restore }
}

test('a backup takes the place of the database, which is kept as one', async () => {
  const { file, path, folder, restore } = await setUp()
  const before = readFileSync(file)

  const { code, stdout } = await restore()

  expect(stdout).toBe(`Restored ${path} from ${file}.
What was there is kept: ${join(folder, 'backups', KEPT)}
`)
  expect(code).toBe(0)
  expect(bodiesIn(path)).toEqual(['is heat in?'])
  expect(bodiesIn(join(folder, 'backups', KEPT))).toEqual(['is heat in?', 'thanks'])
  expect(readFileSync(file).equals(before)).toBe(true)
  expect(readdirSync(folder).filter((name) => name.includes('restoring'))).toEqual([])
})

test('scripts read as JSON what was restored', async () => {
  const { path, file, folder, restore } = await setUp()

  const { stdout } = await restore(['--yes', '--json'])

  expect(JSON.parse(stdout)).toEqual({
    database: path,
    file,
    kept: join(folder, 'backups', KEPT),
    unsent: 0,
    parked: 0,
  })
})

test('what a restore kept can be restored', async () => {
  const { household, path, folder, restore } = await setUp()
  await restore()

  await usherr(['restore', join(folder, 'backups', KEPT), '--yes'], env(household))

  expect(bodiesIn(path)).toEqual(['is heat in?', 'thanks'])
})

test('what was done stays written down through delete, prune, backup and restore, for good', async () => {
  const household = await startHousehold()
  const file = newFile()
  await household.text(KIM, 'is alien in?')
  await household.text(KIM, 'is heat in?')
  const [session] = household.sql('select id from conversations')
  await household.text(SAM, 'delete heat')
  const later = { now: () => NOW + 100 * DAY_MS }
  const run = (...args: string[]) => usherr(args, env(household), {}, later)
  await household.stop()
  const before = household.sql('select * from audit_log order by id')

  await run('sessions', 'delete', Object(session).id, '--yes')
  await run('sessions', 'prune', '--older-than', '90d', '--yes')
  await run('backup', file)
  await run('restore', file, '--yes')

  expect(household.sql('select * from messages')).toEqual([])
  const after = household.sql('select * from audit_log order by id')
  expect(after.slice(0, before.length)).toEqual(before)
  expect(after.slice(before.length)).toMatchObject([
    { action: 'session.deleted', user_id: null },
    { action: 'session.pruned', user_id: null },
  ])
  const client = new SQLite(household.config.databasePath)
  onTestFinished(() => void client.close())
  expect(() => client.exec("update audit_log set action = 'x'")).toThrow('written once')
  expect(() => client.exec('delete from audit_log')).toThrow('is kept')
})

test('a database is put back where there is none', async () => {
  const { file } = await setUp()
  const path = join(dirname(databasePath()), 'new', 'usherr.db')

  const { code, stdout } = await usherr(['restore', file], { DATABASE_PATH: path })

  expect(stdout).toBe(`Restored ${path} from ${file}.\n`)
  expect(code).toBe(0)
  expect(bodiesIn(path)).toEqual(['is heat in?'])
})

test.for([
  ['y', 'is heat in?'],
  ['n', 'thanks'],
  ['', 'thanks'],
] as const)('at a terminal it asks first: %j', async ([typed, last]) => {
  const { path, file, restore } = await setUp()

  const { stderr } = await restore([], `${typed}\n`)

  expect(stderr).toContain(
    `Replace the database at ${path} with ${file}? It is kept as a backup. [y/N]`,
  )
  expect(bodiesIn(path).at(-1)).toBe(last)
})

test('without a terminal and a --yes nothing is changed', async () => {
  const { path, file, folder, restore } = await setUp()

  const { code, stderr } = await restore([])

  expect(stderr).toBe(
    `Replace the database at ${path} with ${file}? It is kept as a backup.\nNothing was changed. Add --yes to go on.\n`,
  )
  expect(code).toBe(1)
  expect(bodiesIn(path)).toEqual(['is heat in?', 'thanks'])
  expect(existsSync(join(folder, 'backups'))).toBe(false)
})

test('nothing is restored while a service runs', async () => {
  const { path, restore } = await setUp()
  const lock = takeLock(path)
  onTestFinished(() => lock.release())

  const { code, stderr } = await restore()

  expect(stderr).toMatch(/^Another Usherr \(process \d+ on .*\) works on .*\. Stop it first\.\n$/)
  expect(code).toBe(1)
  expect(bodiesIn(path)).toHaveLength(2)
})

test('nothing is restored while another program has the database open', async () => {
  const { path, restore } = await setUp()
  const other = connect(path)
  onTestFinished(() => void other.close())
  other.prepare('select 1 from inbox').get()

  const { code, stderr } = await restore()

  expect(stderr).toBe('Another program has the database open. Close it and try again.\n')
  expect(code).toBe(1)
  expect(bodiesIn(path)).toHaveLength(2)
})

test.for<[what: string, spoil: (file: string) => void, says: string]>([
  ['is not there', (file) => rmSync(file), 'There is no FILE.'],
  [
    'is no database',
    (file) => writeFileSync(file, 'not a database, but long enough to be read as one'),
    'FILE is damaged, or no database. Restore another backup.',
  ],
  ['is empty', (file) => writeFileSync(file, ''), "FILE is no database of Usherr's."],
  [
    "is another program's",
    (file) => {
      rmSync(file)
      const db = new SQLite(file)
      db.exec(
        'create table __drizzle_migrations (created_at); insert into __drizzle_migrations values (1)',
      )
      db.close()
    },
    "FILE is no database of Usherr's.",
  ],
  [
    'was used by a newer version',
    (file) => {
      const db = new SQLite(file)
      db.exec('insert into __drizzle_migrations (hash, created_at) values (1, 9e12)')
      db.close()
    },
    'FILE was used by a newer Usherr than this one. Install that first.',
  ],
])('a file that %s is refused', async ([, spoil, says]) => {
  const { file, path, folder, restore } = await setUp()
  spoil(file)

  const { code, stderr } = await restore()

  expect(stderr).toBe(`${says.replace('FILE', file)}\n`)
  expect(code).toBe(1)
  expect(bodiesIn(path)).toHaveLength(2)
  expect(readdirSync(folder).filter((name) => name.includes('restoring'))).toEqual([])
})

test('the database itself is no backup of it', async () => {
  const { household, path } = await setUp()

  const { stderr } = await usherr(['restore', path, '--yes'], env(household))

  expect(stderr).toBe(`${path} is the database itself.\n`)
})

test('a database that is damaged is kept as it lies there', async () => {
  const { path, folder, restore } = await setUp()
  const damaged = readFileSync(path).fill(0x55, 3 * 4096)
  writeFileSync(path, damaged)

  const { code } = await restore()

  expect(code).toBe(0)
  expect(bodiesIn(path)).toEqual(['is heat in?'])
  expect(readFileSync(join(folder, 'backups', KEPT)).equals(damaged)).toBe(true)
})

test('what a killed service left in the log is kept, and not applied to the restored database', async () => {
  const { file, path, folder, restore } = await setUp()
  leaveLog(path)

  const { code } = await restore()

  expect(code).toBe(0)
  expect(existsSync(`${path}-wal`)).toBe(false)
  expect(bodiesIn(path)).toEqual(['is heat in?'])
  expect(bodiesIn(join(folder, 'backups', KEPT))).toEqual(['is heat in?', 'never mind'])
  expect(existsSync(file)).toBe(true)
})

test('a database that was copied with its log is restored with what stands in that', async () => {
  const { file, path, restore } = await setUp()
  leaveLog(file)

  await restore()

  expect(bodiesIn(path)).toEqual(['never mind'])
})

test('a restore that is killed leaves the old database until it leaves the new one', async () => {
  const { file, path } = await setUp()
  const left = () => bodiesIn(path)

  const copy = prepareCopy(file, path, NOW)
  const prepared = left()
  keepPresent(path, NOW)
  const kept = left()
  putInPlace(copy.path, path)

  expect([prepared, kept]).toEqual([
    ['is heat in?', 'thanks'],
    ['is heat in?', 'thanks'],
  ])
  expect(left()).toEqual(['is heat in?'])
})

test('what a killed restore left is no hindrance to the next', async () => {
  const { file, path, restore } = await setUp()
  const half = `${path}.restoring`
  copyFileSync(file, half)
  leaveLog(half)

  const { code } = await restore()

  expect(code).toBe(0)
  expect(bodiesIn(path)).toEqual(['is heat in?'])
})

test('a backup of an older version is brought up to date before it takes its place', async () => {
  const { path: file } = oldDatabase(2)
  const path = databasePath()

  const { code, stdout } = await usherr(
    ['restore', file],
    { DATABASE_PATH: path },
    {},
    { now: () => NOW },
  )

  expect(code).toBe(0)
  expect(stdout).toContain('4 texts had no answer then, and probably got one since.')
  expect(stdout).toContain('4 texts may not have been sent; Twilio is asked before one is.')
  const db = new SQLite(path)
  onTestFinished(() => void db.close())
  expect(db.prepare('select * from milestones').all()).toEqual([{ name: 'restored', at: NOW }])
  expect(db.prepare("select count(*) from inbox where state = 'waiting'").pluck().get()).toBe(0)
})

test('what was not sent is to be looked for, behind all that was sent, in the order of its turn', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is heat in?')
  household.twilio.intercept = ({ method }) =>
    method === 'POST' ? { status: 429, body: { code: 20429 } } : 'pass'
  await household.text(SAM, 'thanks')
  await household.text(KIM, 'thanks')
  await household.stop()
  household.sql(
    `insert into outbox select 99, 'late', 'late', 'reply', channel, address, 'late', 1, 'pending',
      null, 0, 0, null, null, created_at + 5, null, null, null from outbox where position = 1`,
  )
  const file = newFile()
  await usherr(['backup', file], env(household))

  const { stdout } = await usherr(['restore', file, '--yes'], env(household))

  expect(stdout).toContain('3 texts may not have been sent; Twilio is asked before one is.')
  const rows = household.sql(
    'select address, state, send_order, sending_at - created_at as since from outbox order by position',
  )
  expect(rows).toEqual([
    { address: SAM, state: 'sent', send_order: 1, since: expect.any(Number) },
    { address: SAM, state: 'sending', send_order: 2, since: 0 },
    { address: KIM, state: 'sending', send_order: 1, since: 0 },
    { address: SAM, state: 'sending', send_order: 3, since: 0 },
  ])
})
