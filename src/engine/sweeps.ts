import { createBackfill } from '../sms/backfill.ts'
import type { Store } from '../store/store.ts'
import { createSweep } from '../sweep.ts'
import type { EngineParts } from './parts.ts'
import type { Sending } from './sending.ts'

/** Wakes every lane that has something to do, also what a command beside the service left there. */
export function createWake(
  store: Store,
  { wakeIncoming, sending }: { wakeIncoming: (address: string) => void; sending: Sending },
): () => Promise<void> {
  return async () => {
    await sending.wakeDue()
    for (const address of await store.inbox.waitingAddresses()) wakeIncoming(address)
  }
}

export interface SweepOptions {
  wake: () => Promise<void>
  wakeIncoming: (address: string) => void
  /** Those of the answering. */
  answeringSweeps: ReadonlyArray<(signal: AbortSignal) => Promise<void>>
  onError: (error: unknown) => void
}

/** What is looked at again and again: what is due, what has yet to be learnt, what was missed. */
export function createSweeps(
  { store, inbound, backfillEveryMs, log, now }: EngineParts,
  { wake, wakeIncoming, answeringSweeps, onError }: SweepOptions,
) {
  const backfill = createBackfill({ store, inbound, onMissed: wakeIncoming, log, now })
  return [
    createSweep(wake, onError),
    ...answeringSweeps.map((sweep) => createSweep(sweep, onError)),
    createSweep(backfill, onError, backfillEveryMs),
  ]
}
