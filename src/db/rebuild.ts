import { rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import SQLite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { RestoreError } from '../errors.ts'
import { continueAs } from './change-capture.ts'
import { makeFolder } from './connection.ts'
import { sqliteErrorOf } from './sqlite-error.ts'
import type { Shape } from './sync-steps.ts'
import { listed, quoted, type SyncedTable, syncedTables, type Value } from './synced-tables.ts'

export const NO_COPY = 'What SYNC_URL holds is no copy that this Usherr understands.'

export type Rebuilding = ReturnType<typeof rebuildDatabase>

/**
 * Begins a database at `path` of that shape, without a row; whatever is there is replaced. Its
 * triggers are there from the start, so that the full text index follows the rows that come.
 *
 * @throws {RestoreError} where the statements make no database
 */
export function rebuildDatabase(
  path: string,
  { statements, positions, databaseId }: Shape & { databaseId: string },
) {
  makeFolder(dirname(path))
  rmSync(path, { force: true })
  writeFileSync(path, '', { mode: 0o600 })
  const client = new SQLite(path)
  const tx = drizzle(client)
  let tables: SyncedTable[]
  try {
    // Rows come table by table. Nothing of it is kept if the machine fails: it is made again then.
    client.pragma('foreign_keys = OFF')
    client.pragma('synchronous = OFF')
    for (const statement of statements) makePart(client, statement)
    tables = syncedTables(tx)
  } catch (error) {
    client.close()
    throw error
  }

  return {
    tables,

    insert: ({ name, columns }: SyncedTable, rows: readonly Value[][]): void => {
      const names = listed(columns.map((column) => column.name))
      const places = columns.map(() => '?').join(', ')
      const insert = client.prepare(`insert into ${quoted(name)} (${names}) values (${places})`)
      client.transaction(() => rows.forEach((row) => insert.run(row)))()
    },

    /** @throws {RestoreError} unless every row finds the rows that it refers to */
    finish: (): void => {
      const astray = client.pragma('foreign_key_check')
      if (Array.isArray(astray) && astray.length > 0) {
        throw new RestoreError('What SYNC_URL holds is not whole: rows are missing in it.')
      }
      client.transaction(() => {
        // First, because its own tables bring the one of the positions where no other does.
        continueAs(tx, databaseId)
        client.prepare('delete from sqlite_sequence').run()
        const insert = client.prepare('insert into sqlite_sequence (name, seq) values (?, ?)')
        for (const { name, seq } of positions) insert.run(name, seq)
      })()
    },

    close: (): void => void client.close(),
  }
}

function makePart(client: SQLite.Database, statement: string): void {
  // Nothing else makes a database, whatever the server says.
  if (!/^create\s/i.test(statement)) {
    throw new RestoreError(NO_COPY)
  }
  try {
    client.prepare(statement).run()
  } catch (cause) {
    const isOfDisk = /FULL|IOERR|CANTOPEN/.test(sqliteErrorOf(cause)?.code ?? '')
    if (isOfDisk) throw cause
    throw new RestoreError(NO_COPY, { cause })
  }
}
