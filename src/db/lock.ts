import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import SQLite from 'better-sqlite3'
import { z } from 'zod'
import { DatabaseInUseError } from '../errors.ts'
import { makeFolder } from './connection.ts'

const OwnerSchema = z.object({ pid: z.number(), host: z.string(), since: z.string() })

/**
 * Makes this process the only owner of the database at `path`, until `release` or its death: the
 * lock is an open transaction on a file beside it, which the system frees even after a kill.
 *
 * @throws {DatabaseInUseError} that says who holds it
 */
export function takeLock(path: string, now: () => number = Date.now): { release: () => void } {
  makeFolder(dirname(path))
  const ownerPath = `${path}.owner`
  const lock = new SQLite(`${path}.lock`, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    const message = `Another Usherr${who(ownerPath)} works on ${path}. Stop it first.`
    throw new DatabaseInUseError(message, { cause })
  }
  // For people alone: the lock decides, and what a kill has left there is another's name.
  rmSync(ownerPath, { force: true })
  const since = new Date(now()).toISOString()
  writeFileSync(ownerPath, JSON.stringify({ pid: process.pid, host: hostname(), since }), {
    mode: 0o600,
  })
  return {
    release: () => {
      rmSync(ownerPath, { force: true })
      lock.close()
    },
  }
}

/** ` (process 12 on nas, since 2026-11-20 21:05 UTC)`, or nothing where it does not say. */
function who(ownerPath: string): string {
  try {
    const { pid, host, since } = OwnerSchema.parse(JSON.parse(readFileSync(ownerPath, 'utf8')))
    return ` (process ${pid} on ${host}, since ${since.slice(0, 16).replace('T', ' ')} UTC)`
  } catch {
    return ''
  }
}
