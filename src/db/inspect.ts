import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { newestBackupAt } from './backup-files.ts'
import { connectReadOnly, hasTable, quickCheck } from './connection.ts'
import { failureInWords, isDamage } from './failure-in-words.ts'
import { migrationState } from './migrations.ts'
import { users } from './schema/conversations.ts'
import type { User } from './users.ts'

export type KnownUser = Pick<User, 'phone' | 'role' | 'status'>

export type DatabaseState =
  /** There is none, and one can be made. */
  | { type: 'new' }
  | {
      type: 'usable'
      pendingMigrations: number
      users: KnownUser[]
      /** When the first user was added, in epoch milliseconds. */
      inUseSince: number | undefined
      lastBackupAt: number | undefined
    }
  /** A newer version of the service has worked on it. */
  | { type: 'newer' }
  | { type: 'damaged' }
  /** `reason` goes on from a colon. */
  | { type: 'unusable'; path: string; reason: string }

const Users = z.array(
  z.object({
    phone: z.string(),
    role: z.enum(users.role.enumValues),
    status: z.enum(users.status.enumValues),
    created_at: z.number(),
  }),
)

/** Looks at a database beside whoever works on it: it takes no lock and changes nothing in it. */
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
    return isDamage(error)
      ? { type: 'damaged' }
      : { type: 'unusable', path: file, reason: failureInWords(error) }
  }
}

/** The path itself, or the deepest folder on the way to it that is there. */
function deepestExisting(path: string): string {
  return existsSync(path) ? path : deepestExisting(dirname(path))
}

function read(path: string): DatabaseState {
  const db = connectReadOnly(path)
  try {
    if (quickCheck(db) !== undefined) return { type: 'damaged' }
    const { pending, isNewer } = migrationState(db)
    if (isNewer) return { type: 'newer' }

    const query = 'select phone, role, status, created_at from users order by created_at'
    const known = Users.parse(hasTable(db, 'users') ? db.prepare(query).all() : [])
    return {
      type: 'usable',
      pendingMigrations: pending,
      users: known.map(({ phone, role, status }) => ({ phone, role, status })),
      inUseSince: known[0]?.created_at,
      lastBackupAt: newestBackupAt(path),
    }
  } finally {
    db.close()
  }
}
