import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/db/connection.ts'
import { openDatabase } from '../../src/db/open.ts'
import { usherr } from '../helpers/command-line.ts'
import { columnAt } from '../helpers/sql.ts'
import { databasePath } from '../helpers/store.ts'

function say(client: SQLite.Database, body: string): void {
  client
    .prepare(
      `insert into inbox (sid, channel, address, body, media_count, received_at, state)
       values (?, 'sms', '+14155550101', ?, 0, 1, 'done')`,
    )
    .run(body, body)
}

/** A database with one text. */
function makeDatabase(body: string, path = databasePath()): string {
  const { $client } = openDatabase(path)
  say($client, body)
  $client.close()
  return path
}

/** The same as a kill leaves it: its second text stands in its log alone. */
function killedDatabase(): string {
  const path = makeDatabase('first')
  const killed = databasePath()
  const client = connect(path)
  say(client, 'second')
  for (const end of ['', '-wal']) copyFileSync(path + end, killed + end)
  client.close()
  return killed
}

const bodiesIn = (path: string) => columnAt(path, 'select body from inbox order by position')

test('the log of a database that was removed is not applied to what takes its place', async () => {
  const file = makeDatabase('from the backup')
  const path = killedDatabase()
  rmSync(path)

  const { code } = await usherr(['restore', file], { DATABASE_PATH: path })

  expect(code).toBe(0)
  expect(bodiesIn(path)).toEqual(['from the backup'])
})

/** A database with seven kept by earlier restores, and the oldest of those. */
function keptOften() {
  const path = makeDatabase('present')
  const folder = join(dirname(path), 'backups')
  mkdirSync(folder)
  const files = [1, 2, 3, 4, 5, 6, 7].map((day) =>
    makeDatabase(`day ${day}`, join(folder, `usherr-before-restore-2026-11-0${day}T12-00-00.db`)),
  )
  return { path, folder, files, oldest: files[0] ?? '' }
}

test('a restore that comes to nothing deletes no backup, however often it is tried', async () => {
  const { path, files, oldest } = keptOften()
  const other = connect(path)
  onTestFinished(() => void other.close())
  other.prepare('select 1 from inbox').get()

  for (let attempt = 0; attempt < 2; attempt++) {
    const { stderr } = await usherr(['restore', oldest, '--yes'], { DATABASE_PATH: path })
    expect(stderr).toContain('Another program has the database open.')
  }

  expect(files.filter((file) => !existsSync(file))).toEqual([])
}, 30_000)

test('the file that is restored stays, though seven others are newer', async () => {
  const { path, folder, files, oldest } = keptOften()

  await usherr(['restore', oldest, '--yes'], { DATABASE_PATH: path })

  expect(bodiesIn(path)).toEqual(['day 1'])
  expect(existsSync(oldest)).toBe(true)
  expect(existsSync(files[1] ?? '')).toBe(true)
  expect(readdirSync(folder)).toHaveLength(8)
})

test('two restores within a second keep a database each', async () => {
  const path = makeDatabase('precious')
  const now = () => Date.UTC(2026, 10, 20, 12)
  for (const file of [makeDatabase('one'), makeDatabase('two')]) {
    await usherr(['restore', file, '--yes'], { DATABASE_PATH: path }, {}, { now })
  }

  const folder = join(dirname(path), 'backups')
  const kept = readdirSync(folder).map((name) => bodiesIn(join(folder, name)))
  expect(kept).toEqual([['precious'], ['one']])
})

test('what a killed restore left is not deleted when it is named', async () => {
  const path = makeDatabase('present')
  const file = makeDatabase('half done', `${path}.restoring`)

  const { code, stderr } = await usherr(['restore', file, '--yes'], { DATABASE_PATH: path })

  expect(stderr).toBe(`${file} is what a restore left half done. Give it another name first.\n`)
  expect(code).toBe(1)
  expect(bodiesIn(file)).toEqual(['half done'])
})

test('a database that is reached by a link is replaced, and not the link', async () => {
  const path = makeDatabase('present')
  const link = databasePath()
  symlinkSync(path, link)

  await usherr(['restore', makeDatabase('from the backup'), '--yes'], { DATABASE_PATH: link })

  expect(bodiesIn(path)).toEqual(['from the backup'])
  expect(bodiesIn(link)).toEqual(['from the backup'])
})

test.runIf(process.getuid?.() === 0)(
  'a backup that may only be read is restored (only root can try)',
  () => {
    const file = makeDatabase('from the backup')
    chmodSync(file, 0o444)
    const path = databasePath()
    for (const owned of [dirname(file), dirname(path)]) chownSync(owned, 65_534, 65_534)

    const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))
    const { stderr } = spawnSync(process.execPath, ['--import', 'tsx', cli, 'restore', file], {
      uid: 65_534,
      gid: 65_534,
      env: { DATABASE_PATH: path },
      encoding: 'utf8',
    })

    expect(stderr).toBe('')
    expect(bodiesIn(path)).toEqual(['from the backup'])
  },
)

test.runIf(process.getuid?.() === 0)(
  'what root restores belongs to whom the database belonged (only root can try)',
  async () => {
    const path = makeDatabase('the present one')
    chownSync(path, 65_534, 65_534)

    await usherr(['restore', makeDatabase('from the backup'), '--yes'], { DATABASE_PATH: path })

    expect(bodiesIn(path)).toEqual(['from the backup'])
    expect(statSync(path).uid).toBe(65_534)
  },
)
