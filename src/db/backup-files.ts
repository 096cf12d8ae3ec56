import { readdirSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { placeOf } from './connection.ts'

/**
 * Why a backup was made. Its label is a night, `2026-11-20`; the number of the first migration that
 * followed; or the moment of a restore, `2026-11-20T12-00-00`.
 */
export type BackupKind = 'night' | 'migration' | 'restore'

const KEPT_OF_A_KIND = 7

const MARKS = { night: '', migration: 'before-migration-', restore: 'before-restore-' } as const
const LABELS = [
  ['night', /^\d{4}-\d{2}-\d{2}$/],
  ['migration', /^before-migration-\d+$/],
  ['restore', /^before-restore-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}$/],
] as const
const UNFINISHED = /(\.\d+)?\.part(-journal)?$/

/** `backups/usherr-2026-11-20.db` beside the database. */
export function backupPath(databasePath: string, kind: BackupKind, label: string): string {
  return join(folderOf(databasePath), `${prefixOf(databasePath)}${MARKS[kind]}${label}.db`)
}

/** When the newest of any kind was made, in epoch milliseconds; undefined where there is none. */
export function newestBackupAt(databasePath: string): number | undefined {
  // What was moved away meanwhile, and left a link at most, is no backup any more.
  const files = backupsOf(databasePath).map(({ path }) => statSync(path, { throwIfNoEntry: false }))
  const times = files.flatMap((file) => (file ? Math.floor(file.mtimeMs) : []))
  return times.length > 0 ? Math.max(...times) : undefined
}

/**
 * Deletes all but the newest seven of a kind. What was `justMade` stays whatever its label says, and
 * so does what was `justUsed`.
 */
export function pruneBackups(databasePath: string, justMade: string, justUsed?: string): void {
  const backups = backupsOf(databasePath)
  const kind = backups.find(({ path }) => path === justMade)?.kind
  const earlier = backups.filter((backup) => backup.kind === kind && backup.path !== justMade)
  for (const { path } of earlier.slice(KEPT_OF_A_KIND - 1)) {
    if (justUsed !== undefined && resolve(path) === justUsed) continue
    // A damaged database was kept with its log.
    for (const end of ['', '-wal']) rmSync(`${path}${end}`, { force: true })
  }
}

/** Deletes what a kill left half written, which may be what fills the disk. */
export function dropUnfinished(databasePath: string): void {
  const folder = folderOf(databasePath)
  for (const name of namesIn(folder)) {
    const isUnfinished = UNFINISHED.test(name) && kindOf(databasePath, name.replace(UNFINISHED, ''))
    if (isUnfinished) rmSync(join(folder, name))
  }
}

/** The newest of a kind first, by their labels. */
export function backupsOf(databasePath: string): { kind: BackupKind; path: string }[] {
  const folder = folderOf(databasePath)
  return namesIn(folder)
    .toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .flatMap((name) => {
      const kind = kindOf(databasePath, name)
      return kind ? [{ kind, path: join(folder, name) }] : []
    })
}

// What is in a folder that cannot be read is no backup to anyone, and nothing else turns on it.
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Of which kind a file of this very database is. Whatever else lies there is left alone. */
function kindOf(databasePath: string, name: string): BackupKind | undefined {
  const prefix = prefixOf(databasePath)
  if (!name.startsWith(prefix) || !name.endsWith('.db')) return undefined
  const label = name.slice(prefix.length, -'.db'.length)
  return LABELS.find(([, pattern]) => pattern.test(label))?.[0]
}

// One database has its backups at one place, by whatever links it is reached.
function folderOf(databasePath: string): string {
  return join(dirname(placeOf(databasePath)), 'backups')
}

function prefixOf(databasePath: string): string {
  return `${basename(placeOf(databasePath)).replace(/\.db$/, '')}-`
}
