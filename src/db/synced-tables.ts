import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from './tx.ts'

export interface SyncedTable {
  name: string
  columns: Array<{ name: string; type: string }>
  /** The columns by which a row is known for good. */
  key: string[]
}

// No JSON has a number for it, so it goes as the largest that there is.
const Infinite = z
  .custom<number>((value) => value === Infinity || value === -Infinity)
  .transform((value) => Math.sign(value) * Number.MAX_VALUE)

/** What a column holds: SQLite takes anything, whatever it was declared for. */
export const ValueSchema = z.union([
  z.string(),
  z.number(),
  z.null(),
  z.instanceof(Uint8Array),
  Infinite,
])
export type Value = z.infer<typeof ValueSchema>

// Its id is declared in a way that leaves it NULL.
const LEDGER = '__drizzle_migrations'
const LEDGER_KEY = ['created_at']

/** How everything is named that the sync keeps here for itself. */
export const OWN_PREFIX = '__sync_'

const Names = z.array(z.object({ name: z.string() }))
const Columns = z.array(z.object({ name: z.string(), type: z.string(), pk: z.number() }))

/**
 * Every table that holds rows of ours, in the order of their names. Those of the full text index
 * follow from the messages, and what SQLite or the sync keep for themselves is no part of it.
 */
export function syncedTables(tx: Tx): SyncedTable[] {
  const tables = tx.all(sql`
    select name from pragma_table_list
    where schema = 'main' and type = 'table' and name not glob 'sqlite_*'
      and name not glob ${`${OWN_PREFIX}*`}
    order by name`)
  return Names.parse(tables).map(({ name }) => ({ name, ...shapeOf(tx, name) }))
}

function shapeOf(tx: Tx, table: string): Pick<SyncedTable, 'columns' | 'key'> {
  const columns = Columns.parse(
    tx.all(sql`select name, type, pk from pragma_table_info(${table}) order by cid`),
  )
  const key = columns.filter(({ pk }) => pk > 0).toSorted((one, other) => one.pk - other.pk)
  return {
    columns: columns.map(({ name, type }) => ({ name, type })),
    key: table === LEDGER ? LEDGER_KEY : key.map(({ name }) => name),
  }
}

/** A name as it stands in a statement. */
export const quoted = (name: string) => `"${name}"`

export const listed = (names: readonly string[]) => names.map(quoted).join(', ')
