import { AppError, DatabaseUnusableError } from '../errors.ts'
import { failureInWords, isDamage } from './failure-in-words.ts'

/** It belongs to another program. */
export function foreign(path: string): DatabaseUnusableError {
  return new DatabaseUnusableError(
    `DATABASE_PATH ${path} is no database of Usherr's. Name another file.`,
  )
}

/** What the system or SQLite says of the database's file, in words of what to do; any other error unchanged. */
export function unusable(path: string, error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error && 'code' in error)) return error
  const says = isDamage(error)
    ? 'is damaged, or no database. Restore a backup.'
    : `cannot be used: ${failureInWords(error)}.`
  return new DatabaseUnusableError(`DATABASE_PATH ${path} ${says}`, { cause: error })
}
