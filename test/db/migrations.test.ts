import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { connect, connectReadOnly } from '../../src/db/connection.ts'
import { migrationNumber } from '../../src/db/migrations.ts'
import { openDatabase, type OpenOptions } from '../../src/db/open.ts'
import { BackupError } from '../../src/errors.ts'
import {
  contentsOf,
  MIGRATION_TAGS,
  migrationsFolder,
  oldDatabase,
  type Row,
  rowsOf,
} from '../helpers/old-database.ts'
import { databasePath } from '../helpers/store.ts'

function open(path: string, options?: OpenOptions): SQLite.Database {
  const { $client } = openDatabase(path, options)
  onTestFinished(() => void $client.close())
  return $client
}

const schemaOf = (client: SQLite.Database) =>
  rowsOf(client, 'select type, name, sql from sqlite_schema order by type, name')

// Each one that a household may still have, the newest included.
const VERSIONS = MIGRATION_TAGS.map((tag, index) => [tag, index + 1] as const)

/** What a user's days cost stood beside their texts, and got a table of its own. */
function withoutTokens({ usage = [], token_usage }: Record<string, Row[]>) {
  const tokens = usage.map(({ user_id, day, prompt_tokens, completion_tokens }) => ({
    user_id,
    day,
    model: '',
    input_tokens: prompt_tokens,
    output_tokens: completion_tokens,
  }))
  return {
    usage: usage.map(({ prompt_tokens: _in, completion_tokens: _out, ...texts }) => texts),
    moved: token_usage ? {} : { token_usage: tokens },
  }
}

test.for(VERSIONS)('a filled database of %s keeps every row', ([, count]) => {
  const { path, rows } = oldDatabase(count)
  for (const table of Object.values(rows)) expect(table).toHaveLength(12)

  const client = open(path)

  const { usage, moved } = withoutTokens(rows)
  expect(contentsOf(client)).toMatchObject({ ...rows, usage, ...moved })
  expect(client.pragma('foreign_key_check')).toEqual([])
  expect(client.pragma('integrity_check', { simple: true })).toBe('ok')
})

test.for(VERSIONS)('a filled database of %s is made like a new one, and works', ([, count]) => {
  const client = open(oldDatabase(count).path)

  expect(schemaOf(client)).toEqual(schemaOf(open(databasePath())))
  expect(() => client.exec("update messages set content = 'x'")).toThrow('written once')
  expect(() => client.exec("update audit_log set action = 'x'")).toThrow('written once')
  expect(() => client.exec('delete from audit_log')).toThrow('is kept')

  const found = (word: string) =>
    rowsOf(client, `select rowid from messages_search where messages_search match '${word}'`)
  // The index is made by the second migration, and holds what was said since.
  const earlier = count > 1 ? 6 : 0
  expect(found('stell')).toHaveLength(earlier)
  client.exec(`insert into messages (id, conversation_id, round, sequence, role, content, created_at)
    values ('new', 'conversations-0', 1, 0, 'user', 'stellar', 1)`)
  expect(found('stell')).toHaveLength(earlier + 1)
  expect(rowsOf(client, "select position from messages where id = 'new'")).toEqual([
    { position: 1012 },
  ])
  expect(rowsOf(client, 'select * from conversation_rounds')).toHaveLength(7)
  client.exec("delete from messages where id = 'new'")
  expect(found('stell')).toHaveLength(earlier)
})

const NEWEST = MIGRATION_TAGS.length
const rebuildWrongly = `
  create table new_users (id text primary key not null, phone text not null);--> statement-breakpoint
  insert into new_users select id, phone from users limit 3;--> statement-breakpoint
  drop table users;--> statement-breakpoint
  alter table new_users rename to users;--> statement-breakpoint
  insert into nowhere values (1);`

const backupsOf = (path: string) => {
  const folder = join(dirname(path), 'backups')
  return existsSync(folder) ? readdirSync(folder) : []
}

test('what a migration finds is kept as one sound file for its owner alone', () => {
  const { path, rows } = oldDatabase(4)

  open(path)

  const folder = join(dirname(path), 'backups')
  const name = 'usherr-before-migration-0004.db'
  expect(readdirSync(folder)).toEqual([name])
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
  const backup = connectReadOnly(join(folder, name))
  onTestFinished(() => void backup.close())
  expect(contentsOf(backup)).toEqual(rows)
  expect(schemaOf(backup).map((row) => row['name'])).not.toContain('milestones')
})

test('a database that is new, or up to date, is not backed up', () => {
  const path = databasePath()

  openDatabase(path).$client.close()
  openDatabase(path).$client.close()

  expect(backupsOf(path)).toEqual([])
})

test('a migration that fails leaves the database as it was, with one backup for all its tries', () => {
  const { path, rows } = oldDatabase(NEWEST)
  const folder = migrationsFolder(NEWEST, rebuildWrongly)

  expect(() => openDatabase(path, { migrationsFolder: folder })).toThrow('nowhere')
  expect(() => openDatabase(path, { migrationsFolder: folder })).toThrow('nowhere')

  expect(contentsOf(open(path))).toEqual(rows)
  expect(backupsOf(path)).toEqual([`usherr-before-migration-${migrationNumber(NEWEST)}.db`])
})

test('a migration whose backup fails is not begun', () => {
  const { path } = oldDatabase(4)
  writeFileSync(join(dirname(path), 'backups'), 'a file where the folder has to be')

  expect(() => openDatabase(path)).toThrow(BackupError)

  const client = connect(path)
  onTestFinished(() => void client.close())
  expect(schemaOf(client).map((row) => row['name'])).not.toContain('milestones')
})
