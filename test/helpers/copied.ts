import SQLite from 'better-sqlite3'
import { expect } from 'vitest'
import { z } from 'zod'
import { rowsOf } from './old-database.ts'
import type { Sqld } from './sqld.ts'
import { eventually } from './until.ts'

/** Every table of ours, the ledger of migrations too, with its rows in an order of their own. */
export function everyRow(path: string): Record<string, string[]> {
  const client = new SQLite(path, { readonly: true })
  try {
    const tables = rowsOf(
      client,
      `select name from pragma_table_list where schema = 'main' and type = 'table'
       and name not glob 'sqlite_*' and name not glob '__sync_*'`,
    )
    return Object.fromEntries(
      tables.map(({ name }) => [
        String(name),
        inOrder(rowsOf(client, `select * from ${String(name)}`)),
      ]),
    )
  } finally {
    client.close()
  }
}

const inOrder = (rows: ReadonlyArray<Record<string, unknown>>) =>
  rows
    .map(({ _usherr_deleted: _, ...row }) => JSON.stringify(row))
    .toSorted((one, other) => one.localeCompare(other))

/** The same of the copy on the server. */
export async function everyCopiedRow(sqld: Sqld): Promise<Record<string, string[]>> {
  const [state] = await sqld.rows('select tables from _usherr_sync')
  const names = z.array(z.string()).parse(JSON.parse(z.string().parse(state?.['tables'])))
  const copied = names.map(async (name) => [
    name,
    inOrder(await sqld.rows(`select * from ${name}`)),
  ])
  return Object.fromEntries(await Promise.all(copied))
}

/** Resolves once the server holds what the database at `path` holds, row for row. */
export async function copied(path: string, sqld: Sqld): Promise<void> {
  await eventually(async () => expect(await everyCopiedRow(sqld)).toEqual(everyRow(path)))
}
