import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import SQLite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { RestoreError } from '../errors.ts'
import { backupPath, dropUnfinished } from './backup-files.ts'
import { copyDatabase, syncFile } from './backup.ts'
import { connect, connectReadOnly, makeFolder, quickCheck } from './connection.ts'
import { failureInWords, isDamage } from './failure-in-words.ts'
import { applyMigrations, migrationState } from './migrations.ts'
import { markRestored, type Restored } from './restored.ts'

// How long a command that is looking at the database is waited for.
const BUSY_TIMEOUT_MS = 2_000

export interface PreparedCopy extends Restored {
  /** A single file beside the database, ready to take its place. */
  path: string
}

export interface CopyOptions {
  /** Whether it stays one for the version of Usherr that had made it. */
  keepsSchema?: boolean
  /** What it is called in what goes wrong; its path when left out. */
  named?: string
}

/**
 * Makes of the backup `file` a copy beside the database at `databasePath` that can take its place:
 * checked, brought up to date and marked as restored. `file` itself is left as it is.
 *
 * @throws {RestoreError} when it is none that can be restored
 */
export function prepareCopy(
  file: string,
  databasePath: string,
  now: number,
  { keepsSchema = false, named = file }: CopyOptions = {},
): PreparedCopy {
  if (!existsSync(file)) throw new RestoreError(`There is no ${file}.`)
  if (existsSync(databasePath) && realpathSync(file) === realpathSync(databasePath)) {
    throw new RestoreError(`${file} is the database itself.`)
  }
  const path = `${databasePath}.restoring`
  if (existsSync(path) && realpathSync(file) === realpathSync(path)) {
    throw new RestoreError(`${file} is what a restore left half done. Give it another name first.`)
  }
  makeFolder(dirname(path))
  dropCopy(path)
  try {
    copyPrivately(file, path)
    // Of a file that was copied as it lay there; a backup has none.
    if (existsSync(`${file}-wal`)) copyPrivately(`${file}-wal`, `${path}-wal`)
    return { path, ...prepare(path, named, now, keepsSchema) }
  } catch (cause) {
    dropCopy(path)
    if (cause instanceof RestoreError) throw cause
    if (isDamage(cause)) throw damaged(named, cause)
    throw new RestoreError(`${named} cannot be restored: ${failureInWords(cause)}.`, { cause })
  }
}

/** A backup may be one that nobody may write to, or that everyone may read. */
function copyPrivately(from: string, to: string): void {
  copyFileSync(from, to)
  chmodSync(to, 0o600)
}

function prepare(path: string, file: string, now: number, keepsSchema: boolean): Restored {
  const client = connect(path)
  try {
    const finding = quickCheck(client)
    if (finding !== undefined) throw damaged(file)
    const { isOurs, isNewer } = migrationState(client)
    if (!isOurs) throw new RestoreError(`${file} is no database of Usherr's.`)
    if (isNewer) {
      throw new RestoreError(
        `${file} was used by a newer Usherr than this one. Install that first.`,
      )
    }
    if (!keepsSchema) applyMigrations(client, undefined, () => now)
    const tx = drizzle(client, { casing: 'snake_case' })
    const restored = client.transaction(() => markRestored(tx, now)).immediate()
    // One file, without a log beside it that could be left behind.
    client.pragma('journal_mode = DELETE')
    return restored
  } finally {
    client.close()
  }
}

function damaged(file: string, cause?: unknown): RestoreError {
  return new RestoreError(`${file} is damaged, or no database. Restore another backup.`, { cause })
}

export function dropCopy(path: string): void {
  rmSync(path, { force: true })
  dropLog(path)
}

/**
 * Keeps the database that is there as a backup, and returns the path of it; undefined where there is
 * none. One that is damaged is kept as it lies there. No other backup gives way.
 */
export function keepPresent(databasePath: string, now: number): string | undefined {
  if (!existsSync(databasePath)) return undefined
  dropUnfinished(databasePath)
  const kept = newBackupPath(databasePath, now)
  try {
    const client = connectReadOnly(databasePath)
    try {
      copyDatabase(client, kept)
    } finally {
      client.close()
    }
  } catch {
    keepAsItLies(databasePath, kept)
  }
  return kept
}

function newBackupPath(databasePath: string, now: number): string {
  const label = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')
  const path = backupPath(databasePath, 'restore', label)
  // Another restore in the same second.
  return existsSync(path) ? newBackupPath(databasePath, now + 1_000) : path
}

function keepAsItLies(databasePath: string, kept: string): void {
  try {
    if (existsSync(`${databasePath}-wal`)) copyFileSync(`${databasePath}-wal`, `${kept}-wal`)
    copyFileSync(databasePath, `${kept}.part`)
    renameSync(`${kept}.part`, kept)
  } catch (cause) {
    const message = `What is there cannot be kept as a backup: ${failureInWords(cause)}.`
    throw new RestoreError(message, { cause })
  }
}

/**
 * Puts a copy in the place of the database, whose owner has to hold its lock. Killed before the
 * rename it leaves the old one, whole, and after it the new one.
 *
 * @throws {RestoreError} when another program has the database open
 */
export function putInPlace(copyPath: string, databasePath: string): void {
  keepOwner(copyPath, databasePath)
  syncFile(copyPath)
  const old = existsSync(databasePath) ? withoutLog(databasePath) : undefined
  // What a database that was removed or is damaged has left beside it.
  if (!old) dropLog(databasePath)
  try {
    renameSync(copyPath, databasePath)
    syncFile(dirname(databasePath))
  } finally {
    old?.close()
  }
}

// The service may run as another user than whoever restores with sudo.
function keepOwner(copyPath: string, databasePath: string): void {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = statSync(existsSync(databasePath) ? databasePath : dirname(databasePath))
  chownSync(copyPath, uid, gid)
}

/**
 * Takes the old database's log into its file and keeps everyone out of it: a log that is left there
 * would be applied to the new one.
 */
function withoutLog(path: string): SQLite.Database | undefined {
  let client: SQLite.Database | undefined
  try {
    client = connect(path, BUSY_TIMEOUT_MS)
    client.pragma('journal_mode = DELETE')
    client.exec('BEGIN EXCLUSIVE')
    return client
  } catch (cause) {
    client?.close()
    if (cause instanceof SQLite.SqliteError && cause.code.startsWith('SQLITE_BUSY')) {
      throw new RestoreError('Another program has the database open. Close it and try again.', {
        cause,
      })
    }
    // It is damaged, and kept with its log.
    return undefined
  }
}

function dropLog(path: string): void {
  for (const end of ['-wal', '-shm', '-journal']) rmSync(`${path}${end}`, { force: true })
}
