import { spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import SQLite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { captureChanges } from '../../src/db/change-capture.ts'
import { connect } from '../../src/db/connection.ts'
import { takeLock } from '../../src/db/lock.ts'
import { migrationNumber } from '../../src/db/migrations.ts'
import { openDatabase } from '../../src/db/open.ts'
import { usherr } from '../helpers/command-line.ts'
import { startCommand } from '../helpers/command-process.ts'
import { SAM, startHousehold } from '../helpers/household.ts'
import {
  contentsOf,
  MIGRATION_TAGS,
  migrationsFolder,
  oldDatabase,
  rowsOf,
} from '../helpers/old-database.ts'
import { canMount, mountSmallDisk } from '../helpers/small-disk.ts'
import { databasePath } from '../helpers/store.ts'
import { eventually } from '../helpers/until.ts'

const NOW = Date.UTC(2026, 10, 20, 12)
const NEWEST = MIGRATION_TAGS.length
const TITLES = MIGRATION_TAGS.map((tag) => tag.replace('_', ' '))
const ONE_MORE = migrationNumber(NEWEST)
const KEPT = 'usherr-before-restore-2026-11-20T12-00-00.db'

const migrate = (path: string, args: string[], typed?: string) =>
  usherr(
    ['migrate', ...args],
    { DATABASE_PATH: path, TZ: 'UTC' },
    typed === undefined ? {} : { typed },
    { now: () => NOW },
  )

function inside<T>(path: string, read: (client: SQLite.Database) => T): T {
  const client = new SQLite(path)
  try {
    return read(client)
  } finally {
    client.close()
  }
}

const recordOf = (path: string) => inside(path, (db) => rowsOf(db, 'select * from migrations'))
const ledgerOf = (path: string) =>
  inside(path, (db) => rowsOf(db, 'select created_at from __drizzle_migrations'))
const contents = (path: string) => inside(path, contentsOf)
const backupsOf = (path: string) => {
  const folder = join(dirname(path), 'backups')
  return existsSync(folder) ? readdirSync(folder) : []
}
const backupOf = (path: string, number: number) =>
  join(dirname(path), 'backups', `usherr-before-migration-${migrationNumber(number)}.db`)

/** As an earlier version left it, which kept drizzle's ledger alone. */
function unrecorded(count: number): string {
  const { path } = oldDatabase(count)
  inside(path, (db) => db.exec('drop table migrations'))
  return path
}

test('each is applied once and recorded with its number, its name and its time', async () => {
  const path = databasePath()

  const first = await migrate(path, ['up'])
  const record = recordOf(path)
  const again = await migrate(path, ['up'])

  expect(first).toMatchObject({ code: 0, stderr: '' })
  expect(first.stdout).toBe(TITLES.map((title) => `${title} applied\n`).join(''))
  expect(again).toMatchObject({ code: 0, stderr: '' })
  expect(again.stdout).toBe(TITLES.map((title) => `${title} already applied\n`).join(''))
  expect(record).toEqual(
    TITLES.map((title, number) => ({ number, name: title.slice(5), applied_at: NOW })),
  )
  expect(recordOf(path)).toEqual(record)
  expect(ledgerOf(path)).toHaveLength(NEWEST)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('what an older version applied gets its name, and nobody knows when', async () => {
  const path = unrecorded(4)

  const { stdout } = await migrate(path, ['up'])

  expect(stdout).toBe(
    [
      `Backed up to ${backupOf(path, 4)}`,
      ...TITLES.map((title, at) => `${title} ${at < 4 ? 'already applied' : 'applied'}`),
      '',
    ].join('\n'),
  )
  expect(recordOf(path)).toEqual(
    TITLES.map((title, number) => ({
      number,
      name: title.slice(5),
      applied_at: number < 4 ? null : NOW,
    })),
  )
})

test('a database with nothing pending gets its record too, and needs no backup for it', async () => {
  const path = unrecorded(NEWEST)

  await migrate(path, ['up'])

  expect(recordOf(path)).toHaveLength(NEWEST)
  expect(backupsOf(path)).toEqual([])
})

test('the status shows what was applied when, and what is pending', async () => {
  const path = unrecorded(4)
  openDatabase(path, { migrationsFolder: migrationsFolder(5), now: () => NOW }).$client.close()
  const before = readFileSync(path)

  const { code, stdout } = await migrate(path, ['status'])

  expect(code).toBe(0)
  expect(stdout).toContain(`Number  Name                                Applied
0000    create_tables                       before this was recorded
`)
  expect(stdout).toContain('\n0004    remember_milestones                 Fri 20 Nov 2026, 12:00\n')
  expect(stdout).toContain('\n0005    find_question_of_an_outbox_row      pending\n')
  expect(stdout).toMatch(
    /\n\n\d migrations? pending\. `usherr migrate up` or the next start applies what is\.\n$/,
  )
  expect(readFileSync(path).equals(before)).toBe(true)
})

test('what went up, and back down, is JSON for scripts', async () => {
  const path = unrecorded(4)

  const up = await migrate(path, ['up', '--json'])
  const down = await migrate(path, ['down', '--yes', '--json'])

  const listed = JSON.parse(up.stdout)
  expect(listed).toHaveLength(NEWEST)
  expect(listed.slice(3, 5)).toEqual([
    { number: 3, name: 'find_last_text_of_a_channel', state: 'already applied' },
    { number: 4, name: 'remember_milestones', state: 'applied' },
  ])
  const taken = JSON.parse(down.stdout)
  expect(taken).toMatchObject({ kept: expect.stringContaining(KEPT) })
  expect(taken.migrations).toHaveLength(NEWEST - 4)
  expect(taken.migrations[0]).toEqual({
    number: 4,
    name: 'remember_milestones',
    state: 'taken back',
  })
  expect(down.stderr).toContain('since then are not in it.')
})

test('the status is JSON for scripts', async () => {
  const path = unrecorded(4)
  openDatabase(path, { migrationsFolder: migrationsFolder(5), now: () => NOW }).$client.close()

  const { stdout } = await migrate(path, ['status', '--json'])

  const listed = JSON.parse(stdout)
  expect(listed).toHaveLength(NEWEST)
  expect(listed.slice(3, 6)).toEqual([
    { number: 3, name: 'find_last_text_of_a_channel', state: 'applied', appliedAt: null },
    {
      number: 4,
      name: 'remember_milestones',
      state: 'applied',
      appliedAt: '2026-11-20T12:00:00.000Z',
    },
    { number: 5, name: 'find_question_of_an_outbox_row', state: 'pending', appliedAt: null },
  ])
})

test('without a database all are pending, and none is made', async () => {
  const path = databasePath()

  const { code, stdout } = await migrate(path, ['status'])

  expect(code).toBe(0)
  expect(stdout.match(/ pending\n/g)).toHaveLength(NEWEST)
  expect(stdout).toContain(`There is no database at ${path} yet.`)
  expect(existsSync(path)).toBe(false)
})

test('a newer database shows what is not known here, and is not migrated', async () => {
  const path = databasePath()
  const newer = migrationsFolder(NEWEST, 'create table later (id text);')
  openDatabase(path, { migrationsFolder: newer, now: () => NOW }).$client.close()

  const status = await migrate(path, ['status'])
  const up = await migrate(path, ['up'])

  expect(status.code).toBe(0)
  expect(status.stdout).toMatch(new RegExp(`\\n${ONE_MORE} +one_more +Fri 20 Nov 2026, 12:00\\n`))
  expect(status.stdout).toContain(
    'A newer Usherr has worked on it: 1 migration that this version does not know.',
  )
  expect(up.code).toBe(1)
  expect(up.stderr).toContain('was used by a newer Usherr than this one.')
})

test("another program's database is left alone", async () => {
  const path = databasePath()
  inside(path, (db) => db.exec('create table recipes (id text)'))

  const outcomes = await Promise.all([['status'], ['up']].map((args) => migrate(path, args)))

  const says = `DATABASE_PATH ${path} is no database of Usherr's. Name another file.\n`
  expect(outcomes.map(({ stderr }) => stderr)).toEqual([says, says])
  expect(inside(path, (db) => rowsOf(db, 'select name from sqlite_schema'))).toHaveLength(1)
})

test('beside a service the status is shown, and nothing else is done', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is heat in?')
  const path = household.config.databasePath
  const lock = takeLock(path)
  onTestFinished(() => lock.release())
  const release = household.lockDatabase()

  const status = await startCommand(['migrate', 'status'], { DATABASE_PATH: path }).closed
  release()
  const up = await migrate(path, ['up'])
  const down = await migrate(path, ['down', '--yes'])

  expect(status).toMatchObject({ code: 0, stderr: '' })
  expect(status.stdout).toContain('Up to date.')
  for (const { code, stderr } of [up, down]) {
    expect(stderr).toMatch(/^Another Usherr \(process \d+ .*\) works on .*\. Stop it first\.\n$/)
    expect(code).toBe(1)
  }
  expect(await household.text(SAM, 'thanks')).toBe('Any time.')
}, 60_000)

test('of two at once one applies them, and the other says who is at it or that they are', async () => {
  const { path, rows } = oldDatabase(NEWEST - 1)
  const ups = [1, 2].map(() => startCommand(['migrate', 'up'], { DATABASE_PATH: path }).closed)

  const outcomes = await Promise.all(ups)

  const newest = TITLES.at(-1)
  const told = outcomes.map(({ stdout, stderr }) => {
    if (stdout.includes(`${newest} already applied`)) return 'already applied'
    if (stdout.includes(`${newest} applied`)) return 'applied'
    return stderr.startsWith('Another Usherr') ? 'refused' : stderr
  })
  expect(told).toContain('applied')
  expect(['already applied', 'refused']).toContain(told.find((one) => one !== 'applied'))
  expect(Object.keys(contents(path))).toEqual(expect.arrayContaining(Object.keys(rows)))
  expect(recordOf(path)).toHaveLength(NEWEST)
}, 60_000)

test('one that fails is named, none before it is applied, and the backup is named', () => {
  const { path } = oldDatabase(4)
  const before = contents(path)
  const record = recordOf(path)
  const folder = migrationsFolder(
    6,
    'create table later (id text);--> statement-breakpoint\nnonsense',
  )

  expect(() => openDatabase(path, { migrationsFolder: folder })).toThrow(
    /^Migration 0006 one_more failed: near "nonsense": syntax error\. Nothing was changed\. A backup from before it is .*usherr-before-migration-0004\.db$/,
  )

  expect(contents(path)).toEqual(before)
  expect(recordOf(path)).toEqual(record)
  expect(ledgerOf(path)).toHaveLength(4)
})

test('a process killed in the middle of a migration leaves the database as it was', async () => {
  const { path } = oldDatabase(4)
  const before = contents(path)
  // It writes more than is held in memory, and then is at it for hours.
  const folder = migrationsFolder(
    5,
    `create table later as with recursive n (i) as (select 1 union all select i + 1 from n limit 200000)
       select i, hex(randomblob(100)) as word from n;--> statement-breakpoint
     create table latest as with recursive n (i) as (select 1 union all select i + 1 from n limit 1000000000000)
       select sum(i) as total from n`,
  )
  const opens = JSON.stringify(new URL('../../src/db/open.ts', import.meta.url).href)
  const script = `import { openDatabase } from ${opens}
    openDatabase(${JSON.stringify(path)}, { migrationsFolder: ${JSON.stringify(folder)} })`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = new Promise((resolve) => child.once('exit', resolve))
  await eventually(() => expect(statSync(`${path}-wal`).size).toBeGreaterThan(20_000_000))

  child.kill('SIGKILL')
  await ended
  const status = await startCommand(['migrate', 'status'], { DATABASE_PATH: path }).closed
  const left = contents(path)
  const up = await startCommand(['migrate', 'up'], { DATABASE_PATH: path }).closed

  expect(status.stdout).toMatch(/\n0004 +remember_milestones +pending\n/)
  expect(left).toEqual(before)
  expect(up).toMatchObject({ code: 0, stderr: '' })
  expect(up.stdout).toContain('0004 remember_milestones applied\n')
}, 120_000)

test.for(MIGRATION_TAGS.slice(1).map((tag, at) => [tag, at + 1] as const))(
  'down from %s and up again keeps every row',
  async ([, count]) => {
    const { path } = oldDatabase(count)
    // What was being sent and answered is another matter.
    inside(path, (db) =>
      db.exec("update inbox set state = 'done'; update outbox set state = 'sent'"),
    )
    const before = contents(path)
    await migrate(path, ['up'])
    const after = contents(path)

    const down = await migrate(path, ['down', '--yes'])
    const { milestones: _then, ...left } = contents(path)
    const ledger = ledgerOf(path)
    const up = await migrate(path, ['up'])

    expect(down).toMatchObject({ code: 0, stderr: '' })
    const { milestones: _before, ...rest } = before
    expect(left).toEqual(rest)
    expect(ledger).toHaveLength(count)
    expect(up).toMatchObject({ code: 0, stderr: '' })
    const { milestones: _up, ...present } = contents(path)
    const { milestones: _first, ...expected } = after
    expect(present).toEqual(expected)
  },
)

/** A database that was migrated while a text waited, and in which more was said since. */
async function migratedInUse() {
  const { path } = oldDatabase(4)
  await migrate(path, ['up'])
  inside(path, (db) =>
    db.exec(`insert into inbox (sid, channel, address, body, media_count, received_at, state)
        values ('since', 'sms', '+14155550101', 'thanks', 0, 1, 'done');
      insert into messages (id, conversation_id, round, sequence, role, content, created_at)
        values ('since-1', 'conversations-0', 900, 0, 'user', 'thanks', 1),
               ('since-2', 'conversations-0', 900, 1, 'assistant', 'Any time.', 1)`),
  )
  return { path, folder: join(dirname(path), 'backups') }
}

const QUESTION = 'Put it back? What is there is kept as a backup.'

test('down says what will not be in it, keeps what is there, and parks what was open', async () => {
  const { path, folder } = await migratedInUse()
  const before = contents(path)

  const { code, stdout, stderr } = await migrate(path, ['down'], 'y\n')

  expect(stderr).toBe(`${QUESTION} [y/N] `)
  expect(code).toBe(0)
  const taken = TITLES.slice(4)
  expect(stdout).toContain(
    `before ${taken.join(', ')}. 1 text and 2 messages since then are not in it.\n`,
  )
  for (const title of taken) expect(stdout).toContain(`${title} taken back\n`)
  expect(stdout).toContain(`What was there is kept: ${join(folder, KEPT)}\n`)
  expect(stdout).toContain('4 texts may not have been sent; Twilio is asked before one is.\n')
  expect(stdout).toContain('4 texts had no answer then, and probably got one since.\n')
  expect(stdout).toContain('Start the older Usherr on it: this version would apply them again.\n')
  expect(contents(join(folder, KEPT))).toEqual(before)
  expect(rowsOfTexts(path)).toEqual([])
  expect(ledgerOf(path)).toHaveLength(4)
  expect(readdirSync(dirname(path)).filter((name) => name.includes('restoring'))).toEqual([])
})

const rowsOfTexts = (path: string) =>
  inside(path, (db) => rowsOf(db, "select sid from inbox where sid = 'since' or state = 'waiting'"))

test.for<[typed: string | undefined, says: string]>([
  ['n\n', `${QUESTION} [y/N] Nothing was changed.\n`],
  [undefined, `${QUESTION}\nNothing was changed. Add --yes to go on.\n`],
])('down does nothing when the answer is %j', async ([typed, says]) => {
  const { path } = await migratedInUse()
  const before = contents(path)
  const backups = backupsOf(path)

  const { code, stderr } = await migrate(path, ['down'], typed)

  expect(stderr).toBe(says)
  expect(code).toBe(1)
  expect(contents(path)).toEqual(before)
  expect(backupsOf(path)).toEqual(backups)
})

test.for([4, NEWEST - 1])(
  'what down put back is copied anew to a server, whatever was pushed since (from %i migrations)',
  async (count) => {
    const { path } = oldDatabase(count)
    inside(path, (db) => {
      captureChanges(drizzle(db))
      db.exec("update __sync_state set token = 'then', copied = '\"end\"', is_copying = 0")
      db.exec("update users set name = 'Sam'")
    })
    await migrate(path, ['up'])
    const copyOf = () => inside(path, (db) => rowsOf(db, 'select * from __sync_state'))[0]
    const then = copyOf()

    const { code } = await migrate(path, ['down', '--yes'])

    expect(code).toBe(0)
    expect(copyOf()).toMatchObject({ database_id: then?.['database_id'], token: null })
    const left = `select name from sqlite_schema where type = 'trigger' and name glob '__sync_*'`
    expect(inside(path, (db) => rowsOf(db, left))).toEqual([])
    expect(inside(path, (db) => rowsOf(db, 'select * from __sync_changes'))).toEqual([])
    inside(path, (db) => captureChanges(drizzle(db)))
    expect(copyOf()).toMatchObject({ copied: '"start"', is_copying: 1 })
    expect(copyOf()?.['copy_id']).not.toBe(then?.['copy_id'])
  },
)

test('down goes one step at a time, as far as there are backups', async () => {
  const { path } = oldDatabase(2)
  openDatabase(path, { migrationsFolder: migrationsFolder(5) }).$client.close()
  await migrate(path, ['up'])

  const counts = [ledgerOf(path).length]
  const outcomes = []
  for (let step = 0; step < 3; step++) {
    outcomes.push(await migrate(path, ['down', '--yes']))
    counts.push(ledgerOf(path).length)
  }

  expect(counts).toEqual([NEWEST, 5, 2, 2])
  expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 1])
  expect(outcomes[2]?.stderr)
    .toBe(`There is no backup from before the last migration, and nothing was changed.
\`usherr restore FILE\` puts back another one.
`)
})

test('an older version takes back what a newer one applied', async () => {
  const { path } = oldDatabase(NEWEST)
  const newer = migrationsFolder(NEWEST, 'create table later (id text);')
  openDatabase(path, { migrationsFolder: newer }).$client.close()

  const { code, stdout } = await migrate(path, ['down', '--yes'])

  expect(code).toBe(0)
  expect(stdout).toContain(`${ONE_MORE} one_more taken back\n`)
  expect((await migrate(path, ['status'])).stdout).toContain('Up to date.')
})

test('what down kept is restored by the version that had made it', async () => {
  const { path, folder } = await migratedInUse()
  await migrate(path, ['down', '--yes'])

  const { code } = await usherr(['restore', join(folder, KEPT), '--yes'], { DATABASE_PATH: path })

  expect(code).toBe(0)
  expect(inside(path, (db) => rowsOf(db, "select sid from inbox where sid = 'since'"))).toEqual([
    { sid: 'since' },
  ])
  expect(ledgerOf(path)).toHaveLength(NEWEST)
})

test('nothing is taken back where there is no database', async () => {
  const path = databasePath()

  const { code, stderr } = await migrate(path, ['down', '--yes'])

  expect(stderr).toBe(
    `There is no database at ${path} yet. Start Usherr first, or set DATABASE_PATH.\n`,
  )
  expect(code).toBe(1)
})

test.runIf(process.getuid?.() === 0)(
  'a folder that may not be written to is told of (only root can try)',
  async () => {
    const { path } = oldDatabase(4)
    chownSync(path, 65_534, 65_534)
    chmodSync(dirname(path), 0o755)
    const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))
    const as = (args: string[]) =>
      new Promise<string>((resolve) => {
        const options = { uid: 65_534, gid: 65_534, env: { DATABASE_PATH: path } }
        const child = spawn(process.execPath, ['--import', 'tsx', cli, ...args], options)
        let said = ''
        child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
        child.once('close', () => resolve(said))
      })

    const said = [await as(['migrate', 'up']), await as(['migrate', 'status'])]

    for (const line of said) expect(line).toMatch(/^DATABASE_PATH .* cannot be used: [^\n]+\.\n$/)
    expect(said.join('')).not.toMatch(/SQLITE|EACCES|unable|readonly/)
    expect(ledgerOf(path)).toHaveLength(4)
  },
  60_000,
)

test.runIf(canMount())('a full disk stops it before it begins (only root can try)', async () => {
  const disk = mountSmallDisk()
  const path = join(disk.folder, 'usherr.db')
  const client = connect(path)
  client.close()
  openDatabase(path, { migrationsFolder: migrationsFolder(4) }).$client.close()
  disk.fill()

  const full = await migrate(path, ['up'])
  disk.makeRoom()
  const roomy = await migrate(path, ['up'])

  expect(full.code).toBe(1)
  expect(full.stderr).toMatch(/the disk is full\.\n$|the disk fails\.\n$/)
  expect(roomy.code).toBe(0)
})

test('a folder or a link to nothing that is called as a backup is passed over by down', async () => {
  const { path } = oldDatabase(NEWEST - 1)
  await migrate(path, ['up'])
  mkdirSync(backupOf(path, NEWEST - 2))
  symlinkSync('nothing', backupOf(path, NEWEST))

  expect(await migrate(path, ['down', '--yes'])).toMatchObject({ code: 0, stderr: '' })

  expect(ledgerOf(path)).toHaveLength(NEWEST - 1)
})

const LEDGER = 'insert into __drizzle_migrations (hash, created_at) values'
test.for<[what: string, sql: string, says: string]>([
  [
    'another program',
    'create table films (title text)',
    "is no database of Usherr's. Name another file.",
  ],
  [
    'a newer Usherr',
    `create table __drizzle_migrations (id, hash, created_at); ${LEDGER} ('x', FIRST), ('y', 9999999999999)`,
    'was used by a newer Usherr than this one. Install that version again, or restore a backup from before it.',
  ],
  [
    'an older Usherr',
    `create table __drizzle_migrations (id, hash, created_at); ${LEDGER} ('x', FIRST)`,
    'is of an older Usherr. Start this version on it once.',
  ],
])('a database of %s is refused by a command, and not touched', async ([, sql, says]) => {
  const [first] = inside(oldDatabase(1).path, (db) =>
    db.prepare('select created_at from __drizzle_migrations').pluck().all(),
  )
  const path = databasePath()
  inside(path, (db) => db.exec(sql.replace('FIRST', String(first))))
  chmodSync(path, 0o640)
  const before = readFileSync(path)

  for (const command of ['list', 'stats']) {
    const { code, stderr } = await usherr(['sessions', command], { DATABASE_PATH: path })
    expect({ code, stderr }).toEqual({ code: 1, stderr: `DATABASE_PATH ${path} ${says}\n` })
  }

  expect(statSync(path).mode & 0o777).toBe(0o640)
  expect(readFileSync(path).equals(before)).toBe(true)
  expect(readdirSync(dirname(path))).toEqual(['usherr.db'])
})
