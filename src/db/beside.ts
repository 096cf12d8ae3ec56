import { existsSync } from 'node:fs'
import type SQLite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { DatabaseUnusableError } from '../errors.ts'
import { connect, connectReadOnly } from './connection.ts'
import { migrationState } from './migrations.ts'
import type { Database } from './tx.ts'
import { foreign, newer, older, unusable } from './unusable.ts'

// A command can wait: the service holds its lock for a batch, which takes milliseconds.
const BUSY_TIMEOUT_MS = 5_000

/** @throws {DatabaseUnusableError} that says what to do, where no service has made a database yet */
export function requireDatabase(path: string): void {
  if (existsSync(path)) return
  throw new DatabaseUnusableError(
    `There is no database at ${path} yet. Start Usherr first, or set DATABASE_PATH.`,
  )
}

/**
 * Opens a database that is there beside whoever works on it. Nothing is migrated, and nothing at all
 * is changed in one of another program or version.
 *
 * @throws {DatabaseUnusableError} that says what to do
 */
export function openBeside(path: string, { readonly }: { readonly: boolean }): Database {
  requireDatabase(path)
  readDatabase(path, (client) => {
    const { pending, isNewer } = migrationState(client)
    if (isNewer) throw newer(path)
    if (pending > 0) throw older(path)
  })
  const open = readonly ? connectReadOnly : connect
  return drizzle(open(path, BUSY_TIMEOUT_MS), { casing: 'snake_case' })
}

/**
 * Reads a database of any version of ours beside whoever works on it.
 *
 * @throws {DatabaseUnusableError} that says why it cannot be read
 */
export function readDatabase<T>(path: string, read: (client: SQLite.Database) => T): T {
  let client: SQLite.Database | undefined
  try {
    client = connectReadOnly(path, BUSY_TIMEOUT_MS)
    if (migrationState(client).isForeign) throw foreign(path)
    return read(client)
  } catch (error) {
    throw unusable(path, error)
  } finally {
    client?.close()
  }
}
