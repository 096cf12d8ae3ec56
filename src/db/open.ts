import type SQLite from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import { DatabaseVersionError } from '../errors.ts'
import { backupPath, dropUnfinished, pruneBackups } from './backup-files.ts'
import { copyDatabase } from './backup.ts'
import { connect } from './connection.ts'
import { applyMigrations, migrationState } from './migrations.ts'

/** What the functions of this folder work on. Whoever calls them has opened the transaction. */
export type Tx = BetterSQLite3Database
export type Database = Tx & { $client: SQLite.Database }

/**
 * Opens the database file at `path` with every migration applied, readable by its owner alone. What
 * a migration finds is backed up first.
 *
 * @throws {BackupError} when that fails; then nothing was migrated.
 */
export function openDatabase(path: string, migrationsFolder?: string): Database {
  const client = connect(path)
  try {
    bringUpToDate(client, path, migrationsFolder)
    return drizzle(client, { casing: 'snake_case' })
  } catch (error) {
    client.close()
    throw error
  }
}

function bringUpToDate(client: SQLite.Database, path: string, migrationsFolder?: string): void {
  const { applied, pending, isNewer } = migrationState(client, migrationsFolder)
  if (isNewer) {
    throw new DatabaseVersionError(
      `DATABASE_PATH ${path} was used by a newer Usherr than this one. Install that version again, or restore a backup from before it.`,
    )
  }
  if (pending === 0) return
  if (applied > 0) {
    // A start that fails and is tried again replaces its own backup.
    const target = backupPath(path, 'migration', String(applied + 1))
    dropUnfinished(path)
    copyDatabase(client, target)
    pruneBackups(path, target)
  }
  applyMigrations(client, migrationsFolder)
}
