import type SQLite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { MigrationError } from '../errors.ts'
import { backupPath, dropUnfinished, pruneBackups } from './backup-files.ts'
import { copyDatabase } from './backup.ts'
import { connect } from './connection.ts'
import { applyMigrations, migrationNumber, migrationState } from './migrations.ts'
import type { Database } from './tx.ts'
import { foreign, newer, unusable } from './unusable.ts'

export interface OpenOptions {
  migrationsFolder?: string
  now?: () => number
  /** Told of the backup that was made, before what it was made for. */
  onBackup?: (path: string) => void
}

/**
 * Opens the database file at `path` with every migration applied, readable by its owner alone. What
 * a migration finds is backed up first.
 *
 * @throws {BackupError} when that fails; then nothing was migrated.
 * @throws {MigrationError} when one fails; then none was applied.
 */
export function openDatabase(path: string, options: OpenOptions = {}): Database {
  let client: SQLite.Database | undefined
  try {
    client = connect(path)
    bringUpToDate(client, path, options)
    return drizzle(client, { casing: 'snake_case' })
  } catch (cause) {
    client?.close()
    throw unusable(path, cause)
  }
}

function bringUpToDate(client: SQLite.Database, path: string, options: OpenOptions): void {
  const { migrationsFolder, now, onBackup } = options
  const { applied, pending, isForeign, isNewer, isRecorded } = migrationState(
    client,
    migrationsFolder,
  )
  if (isNewer) throw newer(path)
  if (isForeign) throw foreign(path)
  if (pending === 0 && isRecorded) return
  let target: string | undefined
  if (applied > 0 && pending > 0) {
    // A start that fails and is tried again replaces its own backup.
    target = backupPath(path, 'migration', migrationNumber(applied))
    dropUnfinished(path)
    copyDatabase(client, target)
    pruneBackups(path, target)
    onBackup?.(target)
  }
  try {
    applyMigrations(client, migrationsFolder, now)
  } catch (cause) {
    if (!(cause instanceof MigrationError)) throw cause
    const kept = target ? ` A backup from before it is ${target}` : ''
    throw new MigrationError(`${cause.message} Nothing was changed.${kept}`, { cause })
  }
}
