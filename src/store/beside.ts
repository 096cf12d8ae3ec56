import { setImmediate } from 'node:timers/promises'
import { type AuditFilter, listAudit } from '../db/audit-list.ts'
import { openBeside } from '../db/beside.ts'
import { captureChanges } from '../db/change-capture.ts'
import type { Page } from '../db/conversation-list.ts'
import type { Parts } from '../db/parts.ts'
import { sqliteErrorOf } from '../db/sqlite-error.ts'
import type { Database, Tx } from '../db/tx.ts'
import { unusable } from '../db/unusable.ts'
import { AppError, DatabaseUnusableError } from '../errors.ts'
import type { Transactions, Watch } from './commit-queue.ts'
import { createConversationsStore, createTemplatesStore } from './conversations.ts'
import { createPeopleStore } from './people.ts'
import { createSyncStore } from './sync.ts'
import { createTerminalStore } from './terminal.ts'
import { createUsersStore } from './users.ts'

const FULL = 'The disk of the database is full, and nothing was changed. Make room, then try again.'
const TOO_BIG = 'It is more than the database takes in one piece, and nothing was changed.'
const LOCKED = 'Another process holds the database, and nothing was changed. Try again in a moment.'

/**
 * Reads the database beside a running service, all of it as it stands at one moment.
 *
 * @throws {DatabaseUnusableError} that says what to do
 */
export function readBeside<T>(path: string, read: (tx: Tx) => T): T {
  return beside(path, { readonly: true }, 'BEGIN', read)
}

/**
 * One change beside a running service: all of it, or nothing where `change` throws.
 *
 * @throws {DatabaseUnusableError} that says what to do
 */
export function changeBeside<T>(path: string, change: (tx: Tx) => T): T {
  return beside(path, { readonly: false }, 'BEGIN IMMEDIATE', change)
}

/**
 * Reads the database beside a running service, as it stands at the first look, however long `read`
 * takes. What is written meanwhile is not held up, and not seen.
 *
 * @throws {DatabaseUnusableError} that says what to do
 */
export async function readSnapshotBeside<T>(
  path: string,
  read: (tx: Tx) => Promise<T>,
): Promise<T> {
  const db = openOfThisVersion(path, { readonly: true })
  try {
    db.$client.exec('BEGIN')
    return await read(db)
  } catch (error) {
    throw translated(error, path)
  } finally {
    db.$client.close()
  }
}

export type StoreBeside = ReturnType<typeof openStoreBeside>

/**
 * The conversations in the database at `path` beside a running service. Each method is one
 * transaction, and rejects with a `DatabaseUnusableError` that says what to do.
 *
 * @throws {DatabaseUnusableError} where it cannot be opened
 */
export function openStoreBeside(path: string, now: () => number = Date.now) {
  const db = openOfThisVersion(path, { readonly: false })
  const { read, write } = transactionsOf(db, path)
  const transactions: Transactions = {
    read,
    write,
    writeInParts: (work, watch) => transactionInParts(db, path, work, watch),
    now,
  }
  return {
    conversations: createConversationsStore(transactions),
    templates: createTemplatesStore(transactions),
    users: createUsersStore(transactions),
    audit: {
      list: (filter: AuditFilter, page: Page) => read((tx) => listAudit(tx, filter, page)),
    },
    people: createPeopleStore(transactions),
    terminal: createTerminalStore(transactions),
    close: (): void => void db.$client.close(),
  }
}

/**
 * What is to be copied of the database at `path` to a server, beside a running service. Changes are
 * written down from now on, also where no service has done so yet.
 *
 * @throws {DatabaseUnusableError} where it cannot be opened
 */
export function openSyncBeside(path: string, now: () => number = Date.now) {
  const db = openOfThisVersion(path, { readonly: false })
  const { read, write } = transactionsOf(db, path)
  try {
    transaction(db, path, 'BEGIN IMMEDIATE', captureChanges)
  } catch (error) {
    db.$client.close()
    throw error
  }
  return {
    ...createSyncStore(path, { snapshot: read, write, now }),
    close: (): void => void db.$client.close(),
  }
}

function transactionsOf(db: Database, path: string) {
  return {
    read: async <T>(work: (tx: Tx) => T): Promise<T> => transaction(db, path, 'BEGIN', work),
    write: async <T>(work: (tx: Tx) => T): Promise<T> =>
      transaction(db, path, 'BEGIN IMMEDIATE', work),
  }
}

function beside<T>(
  path: string,
  mode: { readonly: boolean },
  begin: string,
  run: (tx: Tx) => T,
): T {
  const db = openOfThisVersion(path, mode)
  try {
    return transaction(db, path, begin, run)
  } finally {
    db.$client.close()
  }
}

function openOfThisVersion(path: string, mode: { readonly: boolean }): Database {
  try {
    return openBeside(path, mode)
  } catch (error) {
    throw translated(error, path)
  }
}

function transaction<T>(db: Database, path: string, begin: string, run: (tx: Tx) => T): T {
  try {
    db.$client.exec(begin)
    const value = run(db)
    db.$client.exec('COMMIT')
    return value
  } catch (error) {
    if (db.$client.inTransaction) db.$client.exec('ROLLBACK')
    throw translated(error, path)
  }
}

/** One commit too. Between its parts the process hears who asks it to leave, and draws a bar. */
async function transactionInParts<T>(
  db: Database,
  path: string,
  run: (tx: Tx) => Parts<T>,
  watch?: Watch,
): Promise<T> {
  try {
    db.$client.exec('BEGIN IMMEDIATE')
    const parts = run(db)
    for (;;) {
      const part = parts.next()
      if (part.done) {
        db.$client.exec('COMMIT')
        return part.value
      }
      watch?.advance(part.value)
      await setImmediate()
      watch?.signal.throwIfAborted()
    }
  } catch (error) {
    if (db.$client.inTransaction) db.$client.exec('ROLLBACK')
    throw translated(error, path)
  }
}

/** An error of SQLite's in words of what to do; any other unchanged. */
function translated(error: unknown, path: string): unknown {
  const cause = sqliteErrorOf(error)
  if (error instanceof AppError || !cause) return error
  if (cause.code.startsWith('SQLITE_BUSY')) return new DatabaseUnusableError(LOCKED, { cause })
  if (cause.code === 'SQLITE_FULL') return new DatabaseUnusableError(FULL, { cause })
  if (cause.code === 'SQLITE_TOOBIG') return new DatabaseUnusableError(TOO_BIG, { cause })
  return unusable(path, cause)
}
