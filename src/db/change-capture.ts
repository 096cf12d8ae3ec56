import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { newId } from './ids.ts'
import { listed, OWN_PREFIX, quoted, type SyncedTable, syncedTables } from './synced-tables.ts'
import type { Tx } from './tx.ts'

// Made where sync is set up and by no migration, so that nobody else has a table or pays for one.
const TABLES = [
  `create table ${OWN_PREFIX}changes (
    sequence integer primary key autoincrement,
    table_name text not null,
    id text not null,
    deleted integer not null
  )`,
  `create table ${OWN_PREFIX}state (
    database_id text not null,
    token text,
    next_token text not null,
    tokens_elsewhere text not null default '[]',
    schema integer,
    copy_id text not null,
    copied text not null,
    is_copying integer not null,
    last_success_at integer
  )`,
]

/** Where a copy of everything begins, and what is left of it when all rows were read. */
export const COPY_START = '"start"'
export const COPY_END = '"end"'

/**
 * Has every change of a row written down from now on. Where it was not until now, or the schema is
 * another since, everything is to be copied anew.
 */
export function captureChanges(tx: Tx): void {
  if (!hasSyncState(tx)) {
    for (const table of TABLES) tx.run(sql.raw(table))
    begin(tx, newId())
  }
  const wanted = syncedTables(tx).flatMap(triggersOf)
  if (schemaOfCopy(tx) === schemaOf(tx) && isSame(wanted, presentTriggers(tx))) return
  dropTriggers(tx)
  for (const trigger of wanted) tx.run(sql.raw(trigger))
  tx.run(sql`delete from __sync_changes`)
  tx.run(sql`update __sync_state set schema = ${schemaOf(tx)}`)
  beginCopy(tx, newId())
}

/** Writes down no change any more. When it is asked for again, everything is copied anew. */
export function stopCapture(tx: Tx): void {
  if (!hasSyncState(tx)) return
  dropTriggers(tx)
  tx.run(sql`delete from __sync_changes`)
  tx.run(sql`update __sync_state set schema = null`)
}

/**
 * Makes a database that was put back the one that the server's copy follows: everything is copied
 * anew, whatever was pushed since.
 */
export function forgetPushes(tx: Tx): void {
  stopCapture(tx)
  if (hasSyncState(tx)) tx.run(sql`update __sync_state set token = null`)
}

/** Has a database that was built from the copy of `databaseId` go on as that one. */
export function continueAs(tx: Tx, databaseId: string): void {
  for (const table of TABLES) tx.run(sql.raw(table))
  begin(tx, databaseId)
}

/** Begins a copy of everything. What is changed meanwhile is pushed after it. */
export function beginCopy(tx: Tx, copyId: string): void {
  tx.run(sql`update __sync_state set copy_id = ${copyId}, copied = ${COPY_START}, is_copying = 1`)
}

/** A migration may rebuild a table, and its triggers would be in the way or be gone. */
export function dropTriggers(tx: Tx): void {
  for (const { name } of triggers(tx)) tx.run(sql.raw(`drop trigger ${quoted(name)}`))
}

function hasSyncState(tx: Tx): boolean {
  return tx.get(sql`select 1 from sqlite_schema where name = '__sync_state'`) !== undefined
}

function begin(tx: Tx, databaseId: string): void {
  tx.run(sql`
    insert into __sync_state (database_id, next_token, copy_id, copied, is_copying)
    values (${databaseId}, ${newId()}, ${newId()}, ${COPY_START}, 1)`)
}

const Schema = z.object({ schema: z.number().nullable() })

/** The newest migration, by which two databases of one schema know each other. */
function schemaOf(tx: Tx): number | null {
  return Schema.parse(tx.get(sql`select max(created_at) as schema from __drizzle_migrations`))
    .schema
}

function schemaOfCopy(tx: Tx): number | null {
  return Schema.parse(tx.get(sql`select schema from __sync_state`)).schema
}

const Triggers = z.array(z.object({ name: z.string(), sql: z.string() }))

function triggers(tx: Tx) {
  return Triggers.parse(
    tx.all(sql`
      select name, sql from sqlite_schema
      where type = 'trigger' and name glob ${`${OWN_PREFIX}*`} order by name`),
  )
}

const presentTriggers = (tx: Tx) => triggers(tx).map((trigger) => trigger.sql)

function isSame(wanted: readonly string[], present: readonly string[]): boolean {
  const known = new Set(present)
  return wanted.length === present.length && wanted.every((trigger) => known.has(trigger))
}

function triggersOf({ name, key }: SyncedTable): string[] {
  const table = quoted(name)
  const idOf = (row: 'new' | 'old') =>
    `json_array(${key.map((column) => `${row}.${quoted(column)}`).join(', ')})`
  const trigger = (end: string, when: string, row: 'new' | 'old', deleted: 0 | 1) =>
    `CREATE TRIGGER ${quoted(`${OWN_PREFIX}${name}_${end}`)} AFTER ${when} BEGIN ` +
    `INSERT INTO ${OWN_PREFIX}changes (table_name, id, deleted) VALUES ('${name}', ${idOf(row)}, ${deleted}); END`
  return [
    trigger('insert', `INSERT ON ${table}`, 'new', 0),
    trigger('update', `UPDATE ON ${table}`, 'new', 0),
    // A key that changes is a row that goes and one that comes.
    trigger(
      'rekey',
      `UPDATE OF ${listed(key)} ON ${table} WHEN ${idOf('old')} <> ${idOf('new')}`,
      'old',
      1,
    ),
    trigger('delete', `DELETE ON ${table}`, 'old', 1),
  ]
}
