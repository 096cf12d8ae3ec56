import SQLite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { type Database, MIGRATIONS_FOLDER } from './open.ts'

// A command can wait: the service holds its lock for a batch, which takes milliseconds.
const BUSY_TIMEOUT_MS = 5_000

/** Opens the database beside whoever works on it. Nothing is made, and nothing is migrated. */
export function openBeside(path: string, { readonly }: { readonly: boolean }): Database {
  const client = new SQLite(path, { readonly, fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
  if (!readonly) client.pragma('synchronous = FULL')
  client.pragma('foreign_keys = ON')
  return drizzle(client, { casing: 'snake_case' })
}

/** Whether exactly the migrations that this version knows have been applied. */
export function isOfThisVersion({ $client }: Database): boolean {
  const known = readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER })
  const applied = $client.prepare('select max(created_at) from __drizzle_migrations').pluck().get()
  return applied === Math.max(...known.map(({ folderMillis }) => folderMillis))
}
