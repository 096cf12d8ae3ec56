import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { connect } from '../../src/db/connection.ts'
import { migrationNumber } from '../../src/db/migrations.ts'
import { openOwnStore } from '../../src/store/owned.ts'
import { usherr } from '../helpers/command-line.ts'
import { MIGRATION_TAGS, oldDatabase } from '../helpers/old-database.ts'
import { databasePath } from '../helpers/store.ts'

const PAGE = 4096
const LONG = { timeout: 60_000 }
const NEWEST = MIGRATION_TAGS.length

type Way = [how: string, spoil: (bytes: Buffer, page: number) => void]
const WAYS: Way[] = [
  ['overwritten', (bytes, page) => bytes.fill(0x55, page * PAGE, (page + 1) * PAGE)],
  ['emptied', (bytes, page) => bytes.fill(0, page * PAGE, (page + 1) * PAGE)],
  [
    'overwritten at its beginning',
    (bytes, page) => bytes.fill(0xff, page * PAGE, page * PAGE + 32),
  ],
]

/** A small file, all of whose pages are in use, as one without a log. */
function makeFile(count: number): string {
  const { path } = oldDatabase(count)
  const client = connect(path)
  client.pragma('journal_mode = DELETE')
  client.exec('VACUUM')
  client.close()
  return path
}

test.for<Way>(WAYS)('a file of which any page is %s is called damaged', LONG, async ([, spoil]) => {
  const whole = readFileSync(makeFile(NEWEST))
  const file = databasePath()
  const path = databasePath()
  const outcomes: string[] = []

  for (let page = 0; page * PAGE < whole.length; page++) {
    const bytes = Buffer.from(whole)
    spoil(bytes, page)
    writeFileSync(file, bytes)
    const restored = await usherr(['restore', file], { DATABASE_PATH: path })
    const copied = await usherr(['backup', `${path}.copy`], { DATABASE_PATH: file })
    outcomes.push(restored.stderr, copied.stderr)
    expect([page, restored.code, copied.code]).toEqual([page, 1, 1])
  }

  const kinds = new Set(outcomes.map((line) => line.replaceAll(file, 'FILE')))
  const known = [
    'FILE is damaged, or no database. Restore another backup.\n',
    'The database could not be backed up: it is damaged.\n',
    'DATABASE_PATH FILE is damaged, or no database. Restore a backup.\n',
  ]
  expect([...kinds].filter((line) => !known.includes(line))).toEqual([])
})

test('a database of which any page is damaged is not migrated', async () => {
  const whole = readFileSync(makeFile(NEWEST - 1))
  const kinds = new Set<string>()

  for (let page = 0; page * PAGE < whole.length; page++) {
    const path = databasePath()
    const bytes = Buffer.from(whole).fill(0x55, page * PAGE, (page + 1) * PAGE)
    writeFileSync(path, bytes)
    const { code, stderr } = await usherr(['migrate', 'up'], { DATABASE_PATH: path })
    kinds.add(stderr.replaceAll(path, 'FILE'))
    expect([page, code]).toEqual([page, 1])
  }

  const known = [
    'DATABASE_PATH FILE is damaged, or no database. Restore a backup.\n',
    'The database could not be backed up: it is damaged.\n',
  ]
  expect([...kinds].filter((line) => !known.includes(line))).toEqual([])
}, 60_000)

test('a backup of which any page is damaged is not put back by down', async () => {
  const { path } = oldDatabase(NEWEST - 1)
  const env = { DATABASE_PATH: path }
  await usherr(['migrate', 'up'], env)
  const before = readFileSync(path)
  const backup = join(
    dirname(path),
    'backups',
    `usherr-before-migration-${migrationNumber(NEWEST - 1)}.db`,
  )
  const whole = readFileSync(backup)
  const kinds = new Set<string>()

  for (let page = 0; page * PAGE < whole.length; page++) {
    writeFileSync(backup, Buffer.from(whole).fill(0x55, page * PAGE, (page + 1) * PAGE))
    const { code, stderr } = await usherr(['migrate', 'down', '--yes'], env)
    kinds.add(stderr)
    expect([page, code]).toEqual([page, 1])
  }

  expect(kinds).toEqual(
    new Set([
      // Of one that cannot even be asked what it holds.
      `There is no backup from before the last migration, and nothing was changed.
${backup} is damaged.
\`usherr restore FILE\` puts back another one.
`,
      `${backup} is damaged, or no database. Restore another backup.\n`,
    ]),
  )
  expect(readFileSync(path).equals(before)).toBe(true)
}, 60_000)

test('a command beside a database of which any page is damaged works, or says so', async () => {
  const whole = readFileSync(makeFile(NEWEST))
  const path = databasePath()
  const commands = [
    ['sessions', 'list'],
    ['sessions', 'search', 'interstellar'],
    ['sessions', 'rename', 'conversations-0', 'films'],
    ['queue'],
    ['users', 'strangers'],
  ]
  const kinds = new Set<string>()

  for (let page = 0; page * PAGE < whole.length; page++) {
    for (const command of commands) {
      const bytes = Buffer.from(whole).fill(0x55, page * PAGE, (page + 1) * PAGE)
      writeFileSync(path, bytes)
      for (const end of ['-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
      const { code, stderr } = await usherr(command, { DATABASE_PATH: path })
      if (code !== 0) kinds.add(stderr)
    }
  }

  expect([...kinds]).toEqual([
    `DATABASE_PATH ${path} is damaged, or no database. Restore a backup.\n`,
  ])
}, 60_000)

test('a service says of a database of which any page is damaged what to do, or starts', () => {
  const whole = readFileSync(makeFile(NEWEST))
  const kinds = new Set<string>()

  for (let page = 0; page * PAGE < whole.length; page++) {
    const path = databasePath()
    writeFileSync(path, Buffer.from(whole).fill(0x55, page * PAGE, (page + 1) * PAGE))
    try {
      const { lock, store } = openOwnStore({ path, isSynced: true })
      store.close()
      lock.release()
    } catch (error) {
      kinds.add(String(error).replaceAll(path, 'FILE'))
    }
  }

  expect([...kinds]).toEqual([
    'DatabaseUnusableError: DATABASE_PATH FILE is damaged, or no database. Restore a backup.',
  ])
})

test('a database without one of its tables is told to be no more as it was made', async () => {
  const path = makeFile(NEWEST)
  const client = connect(path)
  client.exec('drop table templates')
  client.close()

  const { code, stderr } = await usherr(['templates', 'list'], { DATABASE_PATH: path })

  expect(stderr).toBe(`DATABASE_PATH ${path} is not as Usherr made it. Restore a backup.\n`)
  expect(code).toBe(1)
})

test('a damaged database is not counted, and not listed', async () => {
  const path = databasePath()
  writeFileSync(path, 'no database, but long enough to be read as one')

  const outcomes = [
    await usherr(['migrate', 'down', '--yes'], { DATABASE_PATH: path }),
    await usherr(['migrate', 'status'], { DATABASE_PATH: path }),
  ]

  const damaged = `DATABASE_PATH ${path} is damaged, or no database. Restore a backup.\n`
  expect(outcomes.map(({ stderr }) => stderr)).toEqual([damaged, damaged])
})
