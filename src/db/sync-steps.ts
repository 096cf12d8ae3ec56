import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { JsonText } from '../json-text.ts'
import { COPY_END, COPY_START } from './change-capture.ts'
import {
  listed,
  OWN_PREFIX,
  quoted,
  type SyncedTable,
  syncedTables,
  type Value,
  ValueSchema,
} from './synced-tables.ts'
import type { Tx } from './tx.ts'

// Small enough to be read between two texts, and for a server's limit of one request.
const MAX_ROWS = 200
const MAX_BYTES = 500_000

export interface SyncedRow {
  table: SyncedTable
  key: Value[]
  /** In the order of the table's columns; absent of a row that is gone. */
  values?: Value[]
}

/** What is pushed next, as it stood at one moment. */
export interface SyncStep {
  /** All there are. */
  tables: SyncedTable[]
  rows: SyncedRow[]
  /** The last change that is in it; none of a copy of everything. */
  sequence?: number
  /** How far a copy of everything has come with it. */
  copied: string
  /** Set where the server's copy is, with these rows, all that the database held at that moment. */
  whole?: Shape
  /** How many changes are left after it. */
  waiting: number
}

/** What makes a database of rows. */
export interface Shape {
  /** Every statement that made a table, index, trigger or view, in their order. */
  statements: string[]
  /** The highest position that each table has given out. */
  positions: Array<{ name: string; seq: number }>
}

const State = z.object({
  databaseId: z.string(),
  /** What the last push that went well left at the server; null before the first. */
  token: z.string().nullable(),
  /** What the next push leaves there. */
  nextToken: z.string(),
  /** What was left at servers that SYNC_URL named before. */
  tokensElsewhere: JsonText.pipe(z.array(z.string())),
  schema: z.number(),
  copyId: z.string(),
  isCopying: z.number().transform((flag) => flag === 1),
})
export type SyncState = z.infer<typeof State>

export function syncState(tx: Tx): SyncState {
  return State.parse(
    tx.get(sql`
      select database_id as databaseId, token, next_token as nextToken,
        tokens_elsewhere as tokensElsewhere, schema, copy_id as copyId,
        is_copying as isCopying
      from __sync_state`),
  )
}

const Standing = z.object({
  lag: z.number(),
  isCopying: z.number().transform((flag) => flag === 1),
  lastSuccessAt: z.number().nullable(),
})
export type SyncStanding = z.infer<typeof Standing>

/** How many changes the server's copy is behind, and when it last was not. */
export function syncStanding(tx: Tx): SyncStanding {
  // They are deleted from the front alone, so that nothing has to be counted.
  return Standing.parse(
    tx.get(sql`
      select coalesce((select max(sequence) from __sync_changes)
          - (select min(sequence) from __sync_changes) + 1, 0) as lag,
        is_copying as isCopying, last_success_at as lastSuccessAt
      from __sync_state`),
  )
}

/** Reads what is to be pushed next; it all belongs to one moment, so to one transaction. */
export function nextStep(tx: Tx): SyncStep {
  const tables = syncedTables(tx)
  const { copied } = Copied.parse(tx.get(sql`select copied from __sync_state`))
  return copied === COPY_END ? changesStep(tx, tables) : copyStep(tx, tables, copied)
}

const Copied = z.object({ copied: z.string() })
const Cursor = z.object({ table: z.string(), key: z.array(ValueSchema) })

function copyStep(tx: Tx, tables: SyncedTable[], copied: string): SyncStep {
  const from = copied === COPY_START ? undefined : Cursor.parse(JSON.parse(copied))
  const rows: SyncedRow[] = []
  const room = createRoom()
  const waiting = syncStanding(tx).lag
  for (const table of tables) {
    if (from && table.name < from.table) continue
    const after = from?.table === table.name ? from.key : undefined
    for (const row of readTable(tx, table, after)) {
      if (!room.takes(row)) return { tables, rows, copied: cursorAt(rows.at(-1)), waiting }
      rows.push(row)
    }
  }
  return { tables, rows, copied: COPY_END, waiting }
}

const cursorAt = (row: SyncedRow | undefined): string =>
  row ? JSON.stringify({ table: row.table.name, key: row.key }) : COPY_START

function readTable(tx: Tx, table: SyncedTable, after: Value[] | undefined): SyncedRow[] {
  const key = sql.raw(listed(table.key))
  const isLater = after ? sql`where (${key}) > (${valuesOf(after)})` : sql``
  return rowsOf(tx, table, sql`${isLater} order by ${key} limit ${MAX_ROWS + 1}`)
}

const Changes = z.array(
  z.object({ sequence: z.number(), name: z.string(), id: z.string(), deleted: z.number() }),
)

function changesStep(tx: Tx, tables: SyncedTable[]): SyncStep {
  const changes = Changes.parse(
    tx.all(sql`
      select sequence, table_name as name, id, deleted from __sync_changes
      order by sequence limit ${MAX_ROWS}`),
  )
  const byName = new Map(tables.map((table) => [table.name, table]))
  const room = createRoom()
  // Of a row that changed often only what it is now is pushed.
  const rows = new Map<string, SyncedRow>()
  let sequence: number | undefined
  let taken = 0
  for (const change of changes) {
    const table = byName.get(change.name)
    if (table) {
      const row = rowOf(tx, table, change)
      if (!room.takes(row)) break
      rows.set(`${change.name} ${change.id}`, row)
    }
    sequence = change.sequence
    taken++
  }
  const waiting = syncStanding(tx).lag - taken
  return {
    tables,
    rows: [...rows.values()],
    ...(sequence !== undefined && { sequence }),
    copied: COPY_END,
    waiting,
    ...(waiting === 0 && { whole: shapeOf(tx) }),
  }
}

function rowOf(tx: Tx, table: SyncedTable, { id, deleted }: { id: string; deleted: number }) {
  const key = z.array(ValueSchema).parse(JSON.parse(id))
  const gone: SyncedRow = { table, key }
  if (deleted === 1) return gone
  const isIt = sql`where (${sql.raw(listed(table.key))}) = (${valuesOf(key)})`
  return rowsOf(tx, table, isIt)[0] ?? gone
}

const Rows = z.array(z.record(z.string(), ValueSchema))

function rowsOf(tx: Tx, table: SyncedTable, which: ReturnType<typeof sql>): SyncedRow[] {
  const names = table.columns.map(({ name }) => name)
  const found = tx.all(
    sql`select ${sql.raw(listed(names))} from ${sql.raw(quoted(table.name))} ${which}`,
  )
  return Rows.parse(found).map((row) => {
    const value = (name: string) => row[name] ?? null
    return { table, key: table.key.map(value), values: names.map(value) }
  })
}

const valuesOf = (values: readonly Value[]) =>
  sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )

/** Keeps a step small; its first row is taken whatever its size, so that a large one goes alone. */
function createRoom() {
  let rows = 0
  let bytes = 0
  return {
    takes: (row: SyncedRow): boolean => {
      const size = bytesOf(row)
      if (rows > 0 && (rows >= MAX_ROWS || bytes + size > MAX_BYTES)) return false
      rows += 1
      bytes += size
      return true
    },
  }
}

export function bytesOf({ values = [] }: SyncedRow): number {
  return values.reduce<number>((sum, value) => sum + Buffer.byteLength(String(value)), 0)
}

/** The one row of a step that holds no other because of its size. */
export function largeRowOf({ rows: [row, another] }: SyncStep): SyncedRow | undefined {
  return row && !another && bytesOf(row) > MAX_BYTES ? row : undefined
}

const Statements = z.array(z.object({ sql: z.string() }))
const Positions = z.array(z.object({ name: z.string(), seq: z.number() }))

function shapeOf(tx: Tx): Shape {
  const isOurs = sql`name not glob ${`${OWN_PREFIX}*`}`
  const statements = Statements.parse(
    tx.all(sql`
      select sql from sqlite_schema
      where sql is not null and ${isOurs} and name not glob 'sqlite_*'
        and name not in (select name from pragma_table_list where type = 'shadow')
      order by rowid`),
  )
  const positions = tx.all(sql`select name, seq from sqlite_sequence where ${isOurs} order by name`)
  return { statements: statements.map((row) => row.sql), positions: Positions.parse(positions) }
}
