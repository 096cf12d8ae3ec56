import { setImmediate } from 'node:timers'
import type { Parts } from '../db/parts.ts'
import { sqliteErrorOf } from '../db/sqlite-error.ts'
import type { Database, Tx } from '../db/tx.ts'
import { StoreUnavailableError } from '../errors.ts'

// How long a change waits for a lock that another process holds before it is refused: longer than a
// command beside the service holds it, and not so long that Twilio, after 15 s, has left.
const GIVE_UP_AFTER_MS = 10_000
const RETRY_MS = 20
// Keeps the event loop free between batches; one of this size takes about 10 ms.
const MAX_BATCH = 256
// How many turns of the event loop a batch may grow over; nothing waits longer than about a ms.
const MAX_TURNS = 8

// Only these mean "not now"; any other error of SQLite is a mistake of ours.
const OUTAGES = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|NOMEM|PROTOCOL)/

/** What the parts of the store are made of. */
export interface Transactions {
  read: <T>(run: (tx: Tx) => T) => Promise<T>
  write: Write
  /** Long work, still in one commit. */
  writeInParts: <T>(run: (tx: Tx) => Parts<T>, watch?: Watch) => Promise<T>
  now: () => number
}

/** Whoever waits for long work: is told how far it has come, and can have it undone. */
export interface Watch {
  advance: (done: number) => void
  signal: AbortSignal
}

/**
 * Resolves with what `run` returned once it is durable; rejects when nothing of it was kept. It may
 * run twice, the first time undone, so it does nothing but read and write through `tx`.
 */
export type Write = <T>(
  run: (tx: Tx) => T,
  priority?: 'urgent' | 'ordinary',
  /** How long it waits at most while another process holds the database. */
  giveUpAfterMs?: number,
) => Promise<T>

export interface CommitQueueOptions {
  /** Called after each commit, before anyone hears of it. */
  onCommit?: ((batch: Batch) => void) | undefined
  /** How long a change waits while another process holds the database, unless it says so itself. */
  giveUpAfterMs?: number | undefined
}

/** One commit: how many changes shared it, and how long all of them took. */
export interface Batch {
  size: number
  durationMs: number
}

interface Job {
  priority: 'urgent' | 'ordinary'
  /** May be called again after all that it did was undone. */
  run: () => void
  /** Tells the caller how `run` went; called only after the commit. */
  settle: () => void
  reject: (error: unknown) => void
  /** By the clock that is never set back. */
  giveUpAt: number
}

/**
 * Durable changes that share commits: those that are waiting when a batch begins go into one
 * transaction, so that a flush of the disk is paid once for all of them. Urgent ones go first.
 */
export function createCommitQueue(
  db: Database,
  { onCommit = () => {}, giveUpAfterMs = GIVE_UP_AFTER_MS }: CommitQueueOptions = {},
): Write {
  const commitBatch = createBatchCommit(db)
  const queues = { urgent: new Array<Job>(), ordinary: new Array<Job>() }
  let isScheduled = false

  const countWaiting = () => queues.urgent.length + queues.ordinary.length
  const isEmpty = () => countWaiting() === 0

  function schedule(): void {
    if (isScheduled) return
    isScheduled = true
    setImmediate(() => gather(countWaiting, flush))
  }

  function flush(): void {
    isScheduled = false
    const { urgent, ordinary } = queues
    const batch = [...urgent.splice(0, MAX_BATCH), ...ordinary.splice(0, MAX_BATCH)]
    const beganAt = performance.now()
    const failure = commitBatch(batch)
    if (failure === 'locked') {
      putBack(batch)
      return
    }
    if (!failure) onCommit({ size: batch.length, durationMs: performance.now() - beganAt })
    for (const job of batch) {
      if (failure) job.reject(asOutage(failure.error))
      else job.settle()
    }
    if (!isEmpty()) schedule()
  }

  // Another process holds the lock: everyone keeps their place, but nobody waits for ever.
  function putBack(batch: Job[]): void {
    const now = performance.now()
    for (const job of batch.toReversed()) {
      if (job.giveUpAt > now) queues[job.priority].unshift(job)
      else job.reject(new StoreUnavailableError('Another process holds the database'))
    }
    if (isEmpty()) return
    isScheduled = true
    setTimeout(flush, RETRY_MS)
  }

  return (run, priority = 'ordinary', waitMs = giveUpAfterMs) =>
    new Promise((resolve, reject) => {
      const job: Job = {
        priority,
        run: () => {
          const value = run(db)
          job.settle = () => resolve(value)
        },
        settle: () => {},
        reject,
        giveUpAt: performance.now() + waitMs,
      }
      queues[priority].push(job)
      schedule()
    })
}

/**
 * Texts that come at once are read over a few turns of the event loop. As long as each turn brings
 * more, the flush, which costs the same for all of them, waits for the next.
 */
function gather(countWaiting: () => number, flush: () => void, seen = 0, turns = 0): void {
  const waiting = countWaiting()
  if (waiting > seen && waiting < MAX_BATCH && turns < MAX_TURNS) {
    setImmediate(() => gather(countWaiting, flush, waiting, turns + 1))
  } else flush()
}

/** One transaction, in which a job that fails takes nothing along. */
function createBatchCommit(db: Database) {
  const client = db.$client
  const begin = client.prepare('BEGIN IMMEDIATE')
  const commit = client.prepare('COMMIT')
  const rollback = client.prepare('ROLLBACK')
  const savepoint = client.prepare('SAVEPOINT job')
  const release = client.prepare('RELEASE job')
  const undo = client.prepare('ROLLBACK TO job')

  // Hardly ever does one fail, and a savepoint for each costs every text two statements and a copy
  // of all pages that it changes. So where one does, all begin anew, each in its own.
  function runAll(batch: readonly Job[]): void {
    try {
      for (const job of batch) job.run()
    } catch (error) {
      // A full disk can end the whole transaction; then the batch is lost, not this job alone.
      if (!client.inTransaction) throw error
      rollback.run()
      begin.run()
      for (const job of batch) runInSavepoint(job)
    }
  }

  function runInSavepoint(job: Job): void {
    savepoint.run()
    try {
      job.run()
    } catch (error) {
      if (!client.inTransaction) throw error
      undo.run()
      job.settle = () => job.reject(asOutage(error))
    }
    release.run()
  }

  return (batch: readonly Job[]): 'locked' | { error: unknown } | undefined => {
    try {
      begin.run()
      runAll(batch)
      commit.run()
      return undefined
    } catch (error) {
      if (client.inTransaction) rollback.run()
      return isBusy(error) ? 'locked' : { error }
    }
  }
}

function isBusy(error: unknown): boolean {
  return sqliteErrorOf(error)?.code.startsWith('SQLITE_BUSY') === true
}

/** A full disk and the like as a `StoreUnavailableError`; anything else unchanged. */
function asOutage(error: unknown): unknown {
  if (!OUTAGES.test(sqliteErrorOf(error)?.code ?? '')) return error
  return new StoreUnavailableError('The database cannot be written just now', { cause: error })
}
