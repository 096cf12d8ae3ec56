import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readlinkSync,
  realpathSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import SQLite from 'better-sqlite3'
import { newId } from './ids.ts'

// A lock held by a command beside the service stalls the event loop for this long; the store
// then tries again without blocking.
const BUSY_TIMEOUT_MS = 50

// 32 MB. A checkpoint writes each page once, however often it changed, and holds up the commit that
// it falls upon: at SQLite's own 1000 pages a busy service had one in ten commits.
const CHECKPOINT_PAGES = 8_000

/**
 * Opens the file at `path` for reading and writing, and makes it where there is none: the one place
 * that does. What is committed is on the disk, and the file belongs to its owner alone.
 */
export function connect(path: string, busyTimeoutMs = BUSY_TIMEOUT_MS): SQLite.Database {
  makeFolder(dirname(placeOf(path)))
  makePrivateFile(path)
  const client = new SQLite(path, { timeout: busyTimeoutMs })
  try {
    chmodSync(path, 0o600)
    client.pragma('journal_mode = WAL')
    // better-sqlite3 opens an existing WAL file with NORMAL, which may lose the last commits.
    client.pragma('synchronous = FULL')
    client.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    client.pragma('foreign_keys = ON')
    // For rows that are copied within the database.
    client.function('new_id', newId)
    return client
  } catch (error) {
    client.close()
    throw error
  }
}

/**
 * Opens a file that is there beside whoever writes to it, and changes nothing in it. SQLite may
 * leave an empty -wal and -shm beside it, which belong to whom the file belongs.
 */
export function connectReadOnly(path: string, busyTimeoutMs = BUSY_TIMEOUT_MS): SQLite.Database {
  return new SQLite(path, { readonly: true, fileMustExist: true, timeout: busyTimeoutMs })
}

/**
 * Makes an empty file that its owner alone may read, where there is none. SQLite fills it as it is,
 * and gives its log the same rights; one that it made itself would be anyone's to read.
 */
export function makePrivateFile(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
}

/**
 * Makes a folder and those above it, for their owner alone. One by one, because Node's own
 * recursive mkdir does not come back from a place such as /proc, where no folder can be made.
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    // Two processes may start on a new folder at once.
    if (!existsSync(path)) throw error
  }
}

// As many as Linux itself follows.
const MOST_LINKS = 40

/** Where a file is that may be reached by links, or where it will be when there is none yet. */
export function placeOf(path: string, links = MOST_LINKS): string {
  if (existsSync(path)) return realpathSync(path)
  const parent = dirname(path)
  // A link that leads to itself leads nowhere; whoever opens it is told so.
  if (parent === path || links === 0) return path
  const place = join(placeOf(parent, links), basename(path))
  const target = targetOf(place)
  return target === undefined ? place : placeOf(resolve(dirname(place), target), links - 1)
}

function targetOf(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    // No link, or nothing that can be reached; whoever opens it is told.
    return undefined
  }
}

/** What is wrong with a file, as SQLite says it; undefined when it is sound. */
export function quickCheck(client: SQLite.Database): string | undefined {
  const finding = client.pragma('quick_check(1)', { simple: true })
  return finding === 'ok' ? undefined : String(finding)
}

export function hasTable(client: SQLite.Database, name: string): boolean {
  const query = "select 1 from sqlite_schema where type = 'table' and name = ?"
  return client.prepare(query).get(name) !== undefined
}
