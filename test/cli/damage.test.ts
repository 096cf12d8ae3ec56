import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { connect } from '../../src/db/connection.ts'
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
    'The database could not be backed up: it is damaged, or no database.\n',
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

test('a damaged backup is not put back, and a damaged database is not counted', async () => {
  const { path } = oldDatabase(NEWEST - 1)
  const env = { DATABASE_PATH: path }
  await usherr(['migrate', 'up'], env)
  const backup = join(dirname(path), 'backups', `usherr-before-migration-000${NEWEST - 1}.db`)
  const kept = `${backup}.kept`
  copyFileSync(backup, kept)

  writeFileSync(backup, readFileSync(backup).fill(0x55))
  const ofNone = await usherr(['migrate', 'down', '--yes'], env)
  const whole = readFileSync(kept)
  writeFileSync(backup, whole.fill(0x55, whole.length - PAGE))
  const ofDamage = await usherr(['migrate', 'down', '--yes'], env)
  writeFileSync(path, 'no database, but long enough to be read as one')
  const ofText = await usherr(['migrate', 'down', '--yes'], env)
  const statusOfText = await usherr(['migrate', 'status'], env)

  expect(ofNone.stderr).toBe(
    `There is no backup from before the last migration, and nothing was changed.
${backup} is damaged.
\`usherr restore FILE\` puts back another one.
`,
  )
  expect(ofDamage.stderr).toBe(`${backup} is damaged, or no database. Restore another backup.\n`)
  const damaged = `DATABASE_PATH ${path} is damaged, or no database. Restore a backup.\n`
  expect([ofText.stderr, statusOfText.stderr]).toEqual([damaged, damaged])
})
