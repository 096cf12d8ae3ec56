import { newId } from '../db/ids.ts'
import { lockSync } from '../db/lock.ts'
import { adoptToken, copyAnew, recordStep, restartCopy } from '../db/sync-progress.ts'
import { nextStep, syncStanding, syncState, type SyncStep } from '../db/sync-steps.ts'
import type { Tx } from '../db/tx.ts'
import type { Write } from './commit-queue.ts'

export interface SyncTransactions {
  /** Reads everything as it stands at one moment. */
  snapshot: <T>(run: (tx: Tx) => T) => Promise<T>
  write: Write
  now: () => number
}

export type SyncStore = ReturnType<typeof createSyncStore>

/** What is still to be copied to the server, and how far that has come. */
export function createSyncStore(path: string, { snapshot, write, now }: SyncTransactions) {
  return {
    /** Makes the caller the only one who pushes; undefined while another does. */
    lock: () => lockSync(path),
    state: () => snapshot(syncState),
    standing: () => snapshot(syncStanding),
    next: () => snapshot(nextStep),
    record: (step: SyncStep) => {
      const newToken = newId()
      return write((tx) => recordStep(tx, step, { newToken, now: now() }))
    },
    adopt: (token: string | null) => {
      const newToken = newId()
      return write((tx) => adoptToken(tx, token, newToken))
    },
    restartCopy: () => write(restartCopy),
    copyAnew: () => write(copyAnew),
  }
}
