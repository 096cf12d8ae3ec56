import { fileURLToPath } from 'node:url'
import type SQLite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { z } from 'zod'
import { dropTriggers } from './change-capture.ts'
import { hasTable } from './connection.ts'

// `src/db` and `dist/db` are equally deep, so one relative path serves both.
const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../drizzle', import.meta.url))

export interface MigrationState {
  /** How many were applied; none to a new file. */
  applied: number
  pending: number
  /** The first of them is our first. */
  isOurs: boolean
  /** A newer version of the service has worked on it. */
  isNewer: boolean
}

const Applied = z.array(z.object({ created_at: z.number() }))

export function migrationState(
  client: SQLite.Database,
  migrationsFolder = MIGRATIONS_FOLDER,
): MigrationState {
  const known = readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis)
  const rows = hasTable(client, '__drizzle_migrations')
    ? client.prepare('select created_at from __drizzle_migrations').all()
    : []
  const applied = Applied.parse(rows).map((row) => row.created_at)
  const newest = Math.max(0, ...applied)
  return {
    applied: applied.length,
    pending: known.filter((millis) => millis > newest).length,
    isOurs: applied.some((millis) => millis === known[0]),
    isNewer: applied.length > 0 && !known.includes(newest),
  }
}

/** Applies what is pending, all of it or nothing. */
export function applyMigrations(
  client: SQLite.Database,
  migrationsFolder = MIGRATIONS_FOLDER,
): void {
  // With foreign keys on, a migration that rebuilds a table would delete what refers to it.
  client.pragma('foreign_keys = OFF')
  dropTriggers(drizzle(client))
  migrate(drizzle(client), { migrationsFolder })
  client.pragma('foreign_keys = ON')
}
