import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import SQLite from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'

/** What the functions of this folder work on. Whoever calls them has opened the transaction. */
export type Tx = BetterSQLite3Database
export type Database = Tx & { $client: SQLite.Database }

// `src/db` and `dist/db` are equally deep, so one relative path serves both.
export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../drizzle', import.meta.url))

// A lock held by a command beside the service stalls the event loop for this long; the store
// then tries again without blocking.
const BUSY_TIMEOUT_MS = 50

// 32 MB. A checkpoint writes each page once, however often it changed, and holds up the commit that
// it falls upon: at SQLite's own 1000 pages a busy service had one in ten commits.
const CHECKPOINT_PAGES = 8_000

/** Opens the database file at `path` with every migration applied, readable by its owner alone. */
export function openDatabase(path: string): Database {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const client = new SQLite(path)
  chmodSync(path, 0o600)
  client.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`)
  client.pragma('journal_mode = WAL')
  // better-sqlite3 opens an existing WAL file with NORMAL, which may lose the last commits.
  client.pragma('synchronous = FULL')
  client.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)

  const db = drizzle(client, { casing: 'snake_case' })
  // With foreign keys on, a migration that rebuilds a table would delete what refers to it.
  client.pragma('foreign_keys = OFF')
  migrate(db, { migrationsFolder: MIGRATIONS_FOLDER })
  client.pragma('foreign_keys = ON')
  return db
}
