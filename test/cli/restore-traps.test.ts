import { copyFileSync, rmSync } from 'node:fs'
import SQLite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { connect } from '../../src/db/connection.ts'
import { openDatabase } from '../../src/db/open.ts'
import { usherr } from '../helpers/command-line.ts'
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

function bodiesIn(path: string): unknown[] {
  const db = new SQLite(path)
  try {
    return db.prepare('select body from inbox order by position').pluck().all()
  } finally {
    db.close()
  }
}

test('the log of a database that was removed is not applied to what takes its place', async () => {
  const file = makeDatabase('from the backup')
  const path = killedDatabase()
  rmSync(path)

  const { code } = await usherr(['restore', file], { DATABASE_PATH: path })

  expect(code).toBe(0)
  expect(bodiesIn(path)).toEqual(['from the backup'])
})
