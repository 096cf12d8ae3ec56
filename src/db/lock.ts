import { accessSync, constants, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import SQLite from 'better-sqlite3'
import { z } from 'zod'
import { type AppError, DatabaseInUseError } from '../errors.ts'
import { makeFolder, makePrivateFile, placeOf } from './connection.ts'
import { unusableBecause } from './unusable.ts'

const OwnerSchema = z.object({ pid: z.number(), host: z.string(), since: z.string() })

/**
 * Makes this process the only owner of the database at `path`, until `release` or its death: the
 * lock is an open transaction on a file beside it, which the system frees even after a kill.
 *
 * @throws {DatabaseInUseError} that says who holds it
 * @throws {DatabaseUnusableError} that says why nobody can
 */
export function takeLock(path: string, now: () => number = Date.now): { release: () => void } {
  // One database has one lock, by whatever links it is reached.
  const place = placeOf(path)
  const ownerPath = `${place}.owner`
  let lock: SQLite.Database | undefined
  try {
    makeFolder(dirname(place))
    lock = lockFile(`${place}.lock`)
    // For people alone: the lock decides, and what a kill has left there is another's name.
    rmSync(ownerPath, { force: true })
    const since = new Date(now()).toISOString()
    writeFileSync(ownerPath, JSON.stringify({ pid: process.pid, host: hostname(), since }), {
      mode: 0o600,
    })
  } catch (cause) {
    lock?.close()
    throw refusal(cause, path, ownerPath)
  }
  return {
    release: () => {
      rmSync(ownerPath, { force: true })
      lock.close()
    },
  }
}

/**
 * Makes this process the only one that copies the database at `path` to a server; undefined while
 * another one does.
 */
export function lockSync(path: string): { release: () => void } | undefined {
  try {
    const lock = lockFile(`${placeOf(path)}.sync-lock`)
    return { release: () => void lock.close() }
  } catch (error) {
    if (isBusy(error)) return undefined
    throw error
  }
}

function lockFile(path: string): SQLite.Database {
  makePrivateFile(path)
  const lock = new SQLite(path, { timeout: 0 })
  try {
    // SQLite opens a file of somebody else's for reading, and "locks" it without a lock.
    accessSync(path, constants.W_OK)
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    throw error
  }
}

function refusal(cause: unknown, path: string, ownerPath: string): AppError {
  if (isBusy(cause)) {
    const message = `Another Usherr${who(ownerPath)} works on ${path}. Stop it first.`
    return new DatabaseInUseError(message, { cause })
  }
  return unusableBecause(path, cause)
}

const isBusy = (error: unknown) =>
  error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY')

/** ` (process 12 on nas, since 2026-11-20 21:05 UTC)`, or nothing where it does not say. */
function who(ownerPath: string): string {
  try {
    const { pid, host, since } = OwnerSchema.parse(JSON.parse(readFileSync(ownerPath, 'utf8')))
    return ` (process ${pid} on ${host}, since ${since.slice(0, 16).replace('T', ' ')} UTC)`
  } catch {
    return ''
  }
}
