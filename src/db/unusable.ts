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
  return new DatabaseUnusableError(`DATABASE_PATH ${path} ${whatToDo(path, cause)}`, { cause })
}

function whatToDo(path: string, cause: Error & { code: unknown }): string {
  if (existsSync(path) && statSync(path).isDirectory()) return 'is a folder. Name a file.'
  if (isDamage(cause)) return 'is damaged, or no database. Restore a backup.'
  // A table or a column is not there, though the record says so.
  if (cause.code === 'SQLITE_ERROR') return 'is not as Usherr made it. Restore a backup.'
  return `cannot be used: ${failureInWords(cause)}.`
}
