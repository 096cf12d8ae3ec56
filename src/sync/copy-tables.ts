import type { SyncedRow } from '../db/sync-steps.ts'
import { listed, quoted, type SyncedTable, type Value } from '../db/synced-tables.ts'
import type { Statement } from './remote.ts'

// The server's tables. What is pushed is laid beside them, in tables of these names, and put into
// them by the push that makes all of it whole, so that they are always as the database once was.
const STAGED_PREFIX = '_usherr_staged_'
const DELETED = '_usherr_deleted'

const stagedName = (table: string) => `${STAGED_PREFIX}${table}`

/** Empty tables for a copy of everything, in place of what an earlier one had begun. */
export function makeStaged(
  tables: readonly SyncedTable[],
  present: readonly string[],
): Statement[] {
  return [
    ...present
      .filter((name) => name.startsWith(STAGED_PREFIX))
      .map((name) => ({ sql: `drop table ${quoted(name)}` })),
    ...tables.map(makeOneStaged),
  ]
}

// Without keys to other tables and without what else must be unique: rows come in any order.
function makeOneStaged({ name, columns, key }: SyncedTable): Statement {
  const declared = columns.map((column) => `${quoted(column.name)} ${column.type}`)
  return {
    sql: `create table ${quoted(stagedName(name))} (${declared.join(', ')}, ${DELETED} integer not null, primary key (${listed(key)}))`,
  }
}

/** Lays a row beside its table; the same row again takes its own place. */
export function stageRow({ table, key, values }: SyncedRow): Statement {
  const names = values ? table.columns.map(({ name }) => name) : table.key
  const args: Value[] = [...(values ?? key), values ? 0 : 1]
  const places = args.map(() => '?').join(', ')
  return {
    sql: `insert or replace into ${quoted(stagedName(table.name))} (${listed(names)}, ${DELETED}) values (${places})`,
    args,
  }
}

/** Puts into each table what lies beside it. */
export function applyStaged(tables: readonly SyncedTable[]): Statement[] {
  return tables.flatMap(({ name, key }) => {
    const [table, staged] = [quoted(name), quoted(stagedName(name))]
    const gone = `select ${listed(key)} from ${staged} where ${DELETED} = 1`
    return [
      { sql: `delete from ${table} where (${listed(key)}) in (${gone})` },
      { sql: `insert or replace into ${table} select * from ${staged} where ${DELETED} = 0` },
      { sql: `delete from ${staged}` },
    ]
  })
}

/** Puts what lies beside the tables in their place, as a copy of everything. */
export function replaceByStaged(
  tables: readonly SyncedTable[],
  replaced: readonly string[],
): Statement[] {
  return [
    ...replaced.map((name) => ({ sql: `drop table if exists ${quoted(name)}` })),
    ...tables.flatMap((table) => [
      { sql: `delete from ${quoted(stagedName(table.name))} where ${DELETED} = 1` },
      { sql: `alter table ${quoted(stagedName(table.name))} rename to ${quoted(table.name)}` },
      makeOneStaged(table),
    ]),
  ]
}
