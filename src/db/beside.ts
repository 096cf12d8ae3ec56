import { drizzle } from 'drizzle-orm/better-sqlite3'
import { connect, connectReadOnly } from './connection.ts'
import { migrationState } from './migrations.ts'
import type { Database } from './open.ts'

// A command can wait: the service holds its lock for a batch, which takes milliseconds.
const BUSY_TIMEOUT_MS = 5_000

/** Opens a database that is there beside whoever works on it. Nothing is migrated. */
export function openBeside(path: string, { readonly }: { readonly: boolean }): Database {
  const open = readonly ? connectReadOnly : connect
  return drizzle(open(path, BUSY_TIMEOUT_MS), { casing: 'snake_case' })
}

/** Whether exactly the migrations that this version knows have been applied. */
export function isOfThisVersion({ $client }: Database): boolean {
  const { pending, isNewer } = migrationState($client)
  return pending === 0 && !isNewer
}
