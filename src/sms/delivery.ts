import type { Logger } from 'pino'
import type { OutboxRow } from '../db/outbox.ts'
import { hasLapsed, WINDOW_CLOSED } from '../db/whatsapp-window.ts'
import type { Store } from '../store/store.ts'
import { retryDelayMs } from './retry-delay.ts'
import type { TwilioSender } from './twilio-sender.ts'

export interface DeliveryOptions {
  outbox: Store['outbox']
  sender: TwilioSender
  log: Pick<Logger, 'info' | 'warn'>
  now: () => number
  /** Resolves after `ms`; rejects when `signal` is aborted before. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>
}

export type Delivery = ReturnType<typeof createDelivery>

type Look = 'settled' | 'absent' | 'unclear'

// A text that was sent shows up in Twilio's list 0, 2, 5, 15 or at the latest 30 s after.
const GAPS_MS = [0, 2_000, 3_000, 10_000, 15_000]
// While Twilio cannot be asked nobody can say that it was not sent.
const UNCLEAR_GAP_MS = 30_000

/**
 * Sends the rows of the outbox, each once. A row whose sending began and whose end is not known is
 * looked for before it is sent again.
 */
export function createDelivery({ outbox, sender, log, now, pause }: DeliveryOptions) {
  async function send(row: OutboxRow, signal: AbortSignal): Promise<void> {
    if (!(await outbox.isWindowOpen(row))) return holdForWindow(row)
    if (hasLapsed(row, now())) return abandonLapsed(row, { outbox, log })

    if (!(await outbox.beginSend(row))) return
    const outcome = await sender.send({ ...row, outboxId: row.id })
    if (row.kind === 'busy' && outcome.type !== 'sent') return abandonBusyNote(row, outbox)
    switch (outcome.type) {
      case 'sent':
        log.info({ outboxId: row.id, segments: row.segments }, 'text sent')
        return outbox.markSent(row.id, outcome.providerSid)
      case 'deferred': {
        const waitMs = retryDelayMs(row.attempts + 1, outcome.retryAfterMs)
        log.warn({ outboxId: row.id, code: outcome.code, waitMs }, 'text not taken yet')
        return outbox.markDeferred(row.id, now() + waitMs, String(outcome.code))
      }
      case 'window-closed':
        return holdForWindow(row)
      case 'refused':
        log.warn({ outboxId: row.id, code: outcome.code }, 'text refused')
        return outbox.markFailed(row.id, String(outcome.code))
      case 'unclear':
        log.warn({ outboxId: row.id, reason: outcome.reason }, 'text may have been sent')
        return lookThenSend({ ...row, sendingAt: now() }, signal)
    }
  }

  /** Until they write again; nothing on another channel waits for it. */
  async function holdForWindow(row: OutboxRow): Promise<void> {
    if (row.kind === 'busy') return abandonBusyNote(row, outbox)
    log.warn({ outboxId: row.id }, 'text waits until they write on WhatsApp again: a day is over')
    return outbox.markDeferred(row.id, now(), WINDOW_CLOSED)
  }

  async function lookThenSend(row: OutboxRow, signal: AbortSignal): Promise<void> {
    if (row.kind === 'busy') return abandonBusyNote(row, outbox)
    let found: Look = 'unclear'
    for (const gapMs of GAPS_MS) {
      await pause(gapMs, signal)
      found = await look({ outbox, sender }, row)
      if (found === 'settled') return
    }
    while (found === 'unclear') {
      await pause(UNCLEAR_GAP_MS, signal)
      found = await look({ outbox, sender }, row)
    }
    if (found === 'settled') return
    log.warn({ outboxId: row.id }, 'text was not sent after all')
    await send(row, signal)
  }

  return {
    /** The row that goes to an address over a channel now, unless it has to wait. */
    next: async (to: Pick<OutboxRow, 'address' | 'channel'>): Promise<OutboxRow | undefined> => {
      const row = await outbox.next(to)
      const mustWait = row?.state === 'pending' && row.nextAttemptAt > now()
      return mustWait ? undefined : row
    },

    run: (row: OutboxRow, signal: AbortSignal) =>
      row.state === 'sending' ? lookThenSend(row, signal) : send(row, signal),
  }
}

async function look(
  { outbox, sender }: Pick<DeliveryOptions, 'outbox' | 'sender'>,
  row: OutboxRow,
): Promise<Look> {
  // A status callback may have told the sid in the meantime.
  const current = await outbox.find(row.id)
  if (current?.state !== 'sending') return 'settled'

  const found = await sender.findSent({
    ...row,
    since: row.sendingAt ?? row.createdAt,
    isOwned: (sid) => outbox.isProviderSidKnown(sid, row.id),
  })
  if (found.type !== 'found') return found.type
  await outbox.markSent(row.id, found.providerSid)
  return 'settled'
}

// The reply may be next, so that "Still on it..." is worth neither a second try nor a look.
function abandonBusyNote({ id }: OutboxRow, outbox: DeliveryOptions['outbox']): Promise<void> {
  return outbox.markFailed(id, 'abandoned')
}

// They have written again, but its words are of another day.
function abandonLapsed(
  { id }: OutboxRow,
  { outbox, log }: Pick<DeliveryOptions, 'outbox' | 'log'>,
): Promise<void> {
  log.warn({ outboxId: id }, 'text is not sent any more: it waited for longer than a day')
  return outbox.markFailed(id, 'lapsed')
}
