import SQLite from 'better-sqlite3'
import { isOfThisVersion, openBeside, requireDatabase } from '../db/beside.ts'
import type { Database, Tx } from '../db/open.ts'
import { AppError, DatabaseUnusableError } from '../errors.ts'

const LOCKED = 'Another process holds the database, and nothing was changed. Try again in a moment.'

/**
 * Reads the database beside a running service, all of it as it stands at one moment.
 *
 * @throws {DatabaseUnusableError} that says what to do
 */
export function readBeside<T>(path: string, read: (tx: Tx) => T): T {
  return beside(path, { readonly: true }, 'BEGIN', read)
}

/**
 * One change beside a running service: all of it, or nothing where `change` throws.
 *
 * @throws {DatabaseUnusableError} that says what to do
 */
export function changeBeside<T>(path: string, change: (tx: Tx) => T): T {
  return beside(path, { readonly: false }, 'BEGIN IMMEDIATE', change)
}

function beside<T>(
  path: string,
  mode: { readonly: boolean },
  begin: string,
  run: (tx: Tx) => T,
): T {
  requireDatabase(path)
  let db: Database | undefined
  try {
    db = openBeside(path, mode)
    if (!isOfThisVersion(db)) {
      throw new DatabaseUnusableError(
        `The database at ${path} is of another version. Start this version of Usherr on it once.`,
      )
    }
    db.$client.exec(begin)
    const value = run(db)
    db.$client.exec('COMMIT')
    return value
  } catch (error) {
    throw translated(error, path)
  } finally {
    // What is not committed goes with it.
    db?.$client.close()
  }
}

/** An error of SQLite's in words of what to do; any other unchanged. */
function translated(error: unknown, path: string): unknown {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (error instanceof AppError || !(cause instanceof SQLite.SqliteError)) return error
  if (cause.code.startsWith('SQLITE_BUSY')) return new DatabaseUnusableError(LOCKED, { cause })
  const message = `DATABASE_PATH ${path} cannot be used: ${cause.message}`
  return new DatabaseUnusableError(message, { cause })
}
