import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import SQLite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { z } from 'zod'
import { DatabaseUnusableError } from '../errors.ts'
import { type Stranger, strangers } from './inbox.ts'
import { MIGRATIONS_FOLDER } from './open.ts'
import { users } from './schema/conversations.ts'
import type { User } from './users.ts'

export type KnownUser = Pick<User, 'phone' | 'role' | 'status'>

export type DatabaseState =
  /** There is none, and one can be made. */
  | { type: 'new' }
  | { type: 'usable'; pendingMigrations: number; users: KnownUser[] }
  /** A newer version of the service has worked on it. */
  | { type: 'newer' }
  /** What quick_check found first. */
  | { type: 'damaged'; finding: string }
  /** `reason` is the system's or SQLite's. */
  | { type: 'unusable'; path: string; reason: string }

const Applied = z.array(z.object({ created_at: z.number() }))
const Users = z.array(
  z.object({
    phone: z.string(),
    role: z.enum(users.role.enumValues),
    status: z.enum(users.status.enumValues),
  }),
)

/**
 * Looks at a database beside whoever works on it: it takes no lock and changes nothing in it.
 * SQLite may leave an empty -wal and -shm beside the file, which belong to whom the file belongs.
 */
export function inspectDatabase(path: string): DatabaseState {
  const file = resolve(path)
  try {
    const place = deepestExisting(file)
    accessSync(place, constants.R_OK | constants.W_OK)
    if (place !== file) {
      return statSync(place).isDirectory()
        ? { type: 'new' }
        : { type: 'unusable', path: place, reason: 'it is a file, not a folder' }
    }
    // WAL and the lock are files of their own beside it.
    accessSync(dirname(file), constants.W_OK)
    return read(file)
  } catch (error) {
    return { type: 'unusable', path: file, reason: reasonOf(error) }
  }
}

/** The path itself, or the deepest folder on the way to it that is there. */
function deepestExisting(path: string): string {
  return existsSync(path) ? path : deepestExisting(dirname(path))
}

function read(path: string): DatabaseState {
  const db = new SQLite(path, { readonly: true, fileMustExist: true })
  try {
    const finding = db.pragma('quick_check(1)', { simple: true })
    if (finding !== 'ok') return { type: 'damaged', finding: String(finding) }

    const rows = (table: string, query: string): unknown[] =>
      hasTable(db, table) ? db.prepare(query).all() : []
    const applied = Applied.parse(
      rows('__drizzle_migrations', 'select created_at from __drizzle_migrations'),
    )
    const known = readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER })
    const newest = Math.max(0, ...applied.map(({ created_at }) => created_at))
    if (applied.length > 0 && !known.some(({ folderMillis }) => folderMillis === newest)) {
      return { type: 'newer' }
    }

    return {
      type: 'usable',
      pendingMigrations: known.filter(({ folderMillis }) => folderMillis > newest).length,
      users: Users.parse(rows('users', 'select phone, role, status from users')),
    }
  } finally {
    db.close()
  }
}

/**
 * Who has texted and is no user, the latest first; looked up without a write or a lock.
 *
 * @throws {DatabaseUnusableError} when it cannot be read, or no service has worked on it yet.
 */
export function readStrangers(path: string): Stranger[] {
  let client: SQLite.Database | undefined
  try {
    client = new SQLite(path, { readonly: true, fileMustExist: true })
    return strangers(drizzle(client, { casing: 'snake_case' }))
  } catch (cause) {
    const message = `DATABASE_PATH ${path} cannot be read: ${reasonOf(cause)}`
    throw new DatabaseUnusableError(message, { cause })
  } finally {
    client?.close()
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function hasTable(db: SQLite.Database, name: string): boolean {
  const query = "select 1 from sqlite_schema where type = 'table' and name = ?"
  return db.prepare(query).get(name) !== undefined
}
