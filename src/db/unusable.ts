import { existsSync, statSync } from 'node:fs'
import { AppError, DatabaseUnusableError, DatabaseVersionError } from '../errors.ts'
import { failureInWords, isDamage } from './failure-in-words.ts'
import { sqliteErrorOf } from './sqlite-error.ts'

/** It belongs to another program. */
export function foreign(path: string): DatabaseUnusableError {
  return new DatabaseUnusableError(
    `DATABASE_PATH ${path} is no database of Usherr's. Name another file.`,
  )
}

/** A later version has made it what it is. */
export function newer(path: string): DatabaseVersionError {
  return new DatabaseVersionError(
    `DATABASE_PATH ${path} was used by a newer Usherr than this one. Install that version again, or restore a backup from before it.`,
  )
}

/** An earlier version has made it what it is. */
export function older(path: string): DatabaseVersionError {
  return new DatabaseVersionError(
    `DATABASE_PATH ${path} is of an older Usherr. Start this version on it once.`,
  )
}

/** What the system or SQLite says of the database's file, in words of what to do; any other error unchanged. */
export function unusable(path: string, error: unknown): unknown {
  const cause = sqliteErrorOf(error) ?? error
  if (cause instanceof AppError || !(cause instanceof Error && 'code' in cause)) return error
  // A rule that is broken in a sound database is a bug of ours.
  if (String(cause.code).startsWith('SQLITE_CONSTRAINT')) return error
  const says = isFolder(path) ? undefined : whatIsWrong(cause)
  return says
    ? new DatabaseUnusableError(`DATABASE_PATH ${path} ${says}`, { cause })
    : unusableBecause(path, cause)
}

/** The database cannot be used, because of its folder or of a file beside it. */
export function unusableBecause(path: string, cause: unknown): DatabaseUnusableError {
  const says = isFolder(path)
    ? 'is a folder. Name a file.'
    : `cannot be used: ${failureInWords(cause)}.`
  return new DatabaseUnusableError(`DATABASE_PATH ${path} ${says}`, { cause })
}

function whatIsWrong(cause: Error & { code: unknown }): string | undefined {
  if (isDamage(cause)) return 'is damaged, or no database. Restore a backup.'
  // A table or a column is not there, though the record says so.
  if (cause.code === 'SQLITE_ERROR') return 'is not as Usherr made it. Restore a backup.'
  return undefined
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory()
}
