import type { Logger } from 'pino'
import type { OutboxRow } from '../db/outbox.ts'
import type { Store } from '../store/store.ts'
import type { TwilioGate } from './twilio-gate.ts'
import type { TwilioSender } from './twilio-sender.ts'

export interface LookUpOptions {
  log: Pick<Logger, 'info' | 'warn'>
  outbox: Store['outbox']
  sender: TwilioSender
  gate: TwilioGate
  /** Resolves after `ms`; rejects when `signal` is aborted before. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>
}

/** `shut`: Twilio cannot be asked for now, and the row is left as it is. */
export type LookUp = 'settled' | 'absent' | 'shut'

// A text that was sent shows up in Twilio's list 0, 2, 5, 15 or at the latest 30 s after.
const GAPS_MS = [0, 2_000, 3_000, 10_000, 15_000]
// While Twilio cannot be asked nobody can say that it was not sent.
const UNCLEAR_GAP_MS = 30_000

/** Finds out whether a row whose sending began was sent; it is `absent` when it certainly was not. */
export function createLookUp({ outbox, sender, gate, log, pause }: LookUpOptions) {
  async function look(row: OutboxRow, signal: AbortSignal): Promise<LookUp | 'unclear'> {
    // A status callback may have told the sid in the meantime.
    const current = await outbox.find(row.id)
    if (current?.state !== 'sending') return 'settled'

    const text = {
      ...row,
      since: await outbox.earliestSend(row),
      isOwned: (sid: string) => outbox.isProviderSidTaken(sid, row.id),
    }
    const found = await gate.call(() => sender.findSent(text), signal)
    if (found.type === 'on-hold') return 'unclear'
    if (found.type !== 'found') return found.type
    // The report that it has failed since may have come while nobody heard it.
    const { type, ...report } = found
    await outbox.record({ outboxId: row.id, ...report })
    return 'settled'
  }

  return async (row: OutboxRow, signal: AbortSignal): Promise<LookUp> => {
    for (let looks = 0; ; looks++) {
      await pause(GAPS_MS[looks] ?? UNCLEAR_GAP_MS, signal)
      const found = await look(row, signal)
      if (found === 'settled' || found === 'shut') return found
      if (found === 'absent' && looks >= GAPS_MS.length - 1) {
        log.warn({ outboxId: row.id }, 'text was not sent after all')
        return found
      }
    }
  }
}
