import { readBacklog } from '../db/backlog.ts'
import { captureChanges, stopCapture } from '../db/change-capture.ts'
import { answersSince, markFirst, markLast, milestoneAt, rewriteHeader } from '../db/milestones.ts'
import { openDatabase } from '../db/open.ts'
import { inOne } from '../db/parts.ts'
import { prune, type PruneCursor } from '../db/retention.ts'
import type { Database, Tx } from '../db/tx.ts'
import { createBackupStore } from './backups.ts'
import { type CommitQueueOptions, createCommitQueue, type Transactions } from './commit-queue.ts'
import { createConversationsStore, createTemplatesStore } from './conversations.ts'
import { createInboxStore } from './inbox.ts'
import { createLimitsStore } from './limits.ts'
import { createOutboxStore } from './outbox.ts'
import { createPeopleStore } from './people.ts'
import { createQuestionsStore } from './questions.ts'
import { createRequestsStore } from './requests.ts'
import { createRoundsStore } from './rounds.ts'
import { createSignUpsStore } from './sign-ups.ts'
import { createSummariesStore } from './summaries.ts'
import { createSyncStore } from './sync.ts'
import { createTerminalStore } from './terminal.ts'
import { createUsersStore } from './users.ts'

export interface StoreOptions extends CommitQueueOptions {
  path: string
  now?: () => number
  /** Whether changes are written down for a copy on a server; as it was when left out. */
  isSynced?: boolean
  /** The household's, as an IANA name; UTC when left out. */
  timeZone?: string
}

// Whoever asks how the service is has no patience for a lock.
const CHECK_MS = 2_000

export type Store = ReturnType<typeof createStore>

/**
 * Everything that lasts, and the only one who opens transactions. Each method is one: its promise
 * resolves with plain objects once they are durable, and rejects with a `StoreUnavailableError`
 * when nothing of it was kept.
 */
export function createStore(options: StoreOptions) {
  const { path, now = Date.now, isSynced, timeZone = 'UTC', ...queue } = options
  const db = openForStore(path, { now, isSynced })
  const snapshot = async <T>(run: (tx: Tx) => T): Promise<T> =>
    db.$client.transaction(() => run(db))()
  const write = createCommitQueue(db, queue)
  const read = async <T>(run: (tx: Tx) => T): Promise<T> => run(db)
  const transactions: Transactions = {
    read,
    write,
    writeInParts: (run) => write((tx) => inOne(run(tx))),
    now,
  }

  return {
    inbox: createInboxStore(transactions),
    rounds: createRoundsStore(transactions),
    conversations: createConversationsStore(transactions),
    templates: createTemplatesStore(transactions),
    summaries: createSummariesStore(transactions),
    questions: createQuestionsStore(transactions),
    requests: createRequestsStore(transactions),
    signUps: createSignUpsStore(transactions),
    limits: createLimitsStore(transactions),
    outbox: createOutboxStore(transactions, timeZone),
    users: createUsersStore(transactions),
    people: createPeopleStore(transactions),
    terminal: createTerminalStore(transactions),
    backups: createBackupStore(path),
    sync: createSyncStore(path, { snapshot, write, now }),
    /** One step of a walk, which `PRUNE_START` begins; resolves with where to go on. */
    prune: (cursor: PruneCursor, cutoff: number) => write((tx) => prune(tx, cursor, cutoff)),
    milestones: {
      recordStart: () => write((tx) => markFirst(tx, 'first_start', now())),
      answersSince: () => read(answersSince),
      prunedAt: () => read((tx) => milestoneAt(tx, 'pruned')),
      recordPruning: () => write((tx) => markLast(tx, 'pruned', now())),
    },
    backlog: () => read((tx) => readBacklog(tx, now())),
    /** Rejects unless a change can be stored now. */
    checkWritable: () => write(rewriteHeader, 'ordinary', CHECK_MS),
    close: (): void => void db.$client.close(),
  }
}

function openForStore(
  path: string,
  { now, isSynced }: { now: () => number; isSynced: boolean | undefined },
): Database {
  const db = openDatabase(path, { now })
  if (isSynced === undefined) return db
  try {
    db.$client.transaction(() => (isSynced ? captureChanges(db) : stopCapture(db))).immediate()
    return db
  } catch (error) {
    db.$client.close()
    throw error
  }
}
