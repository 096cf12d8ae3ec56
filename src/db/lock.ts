import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import SQLite from 'better-sqlite3'
import { DatabaseInUseError } from '../errors.ts'

/**
 * Makes this process the only service on the database at `path`, until `release` or its death:
 * the lock is an open transaction on a file beside it, which the system frees even after a kill.
 *
 * @throws {DatabaseInUseError} when another process holds it.
 */
export function takeLock(path: string): { release: () => void } {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const lock = new SQLite(`${path}.lock`)
  lock.pragma('busy_timeout = 0')
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    throw new DatabaseInUseError(`Another Usherr is running on ${path}. Stop it first.`, { cause })
  }
  return { release: () => lock.close() }
}
