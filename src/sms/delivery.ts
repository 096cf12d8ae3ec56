import { ABANDONED, mustWait, type OutboxRow } from '../db/outbox.ts'
import { hasLapsed, WINDOW_CLOSED } from '../db/whatsapp-window.ts'
import { createLookUp, type LookUpOptions } from './look-up.ts'
import { retryDelayMs } from './retry-delay.ts'
import type { Shut } from './twilio-gate.ts'
import type { SendOutcome } from './twilio-sender.ts'

export interface DeliveryOptions extends LookUpOptions {
  /** Epoch milliseconds. */
  now: () => number
  /** A number from 0 up to, not including, 1. */
  random: () => number
  /** Of whoever has set none of their own. */
  timeZone: string
}

export type Delivery = ReturnType<typeof createDelivery>

type Attempt = SendOutcome | Shut | { type: 'gone' }

/**
 * Sends the rows of the outbox, each once. A row whose sending began and whose end is not known is
 * looked for before it is sent again. While the gate is shut, rows stay as they are.
 */
export function createDelivery(options: DeliveryOptions) {
  const { outbox, sender, gate, log, now, timeZone } = options
  const lookUp = createLookUp(options)

  async function send(row: OutboxRow, signal: AbortSignal): Promise<void> {
    if (!(await outbox.isWindowOpen(row))) return holdForWindow(row, options)
    if (hasLapsed(row, now())) return abandonLapsed(row, options)

    // Begun within the gate, so that nothing that still waits for its turn has to be looked for.
    const attempt = await gate.call(async () => {
      if (!(await outbox.beginSend(row))) return { type: 'gone' as const }
      return sender.send({ ...row, outboxId: row.id })
    }, signal)
    await settle(row, attempt, signal)
  }

  async function settle(row: OutboxRow, attempt: Attempt, signal: AbortSignal): Promise<void> {
    const { id: outboxId } = row
    if (row.kind === 'busy' && isUnfinished(attempt)) return abandonBusyNote(row, options)
    switch (attempt.type) {
      case 'sent':
        log.info({ outboxId, segments: row.segments }, 'text sent')
        return outbox.markSent(outboxId, attempt.providerSid)
      case 'deferred':
        return defer({ ...row, attempts: row.attempts + 1 }, attempt, options)
      case 'on-hold':
        return outbox.putBack(row, String(attempt.code))
      case 'window-closed':
        return holdForWindow(row, options)
      case 'opted-out':
        log.warn({ outboxId }, 'text refused: they have opted out')
        return outbox.failOptedOut(outboxId)
      case 'refused':
        log.warn({ outboxId, code: attempt.code }, 'text refused')
        return outbox.markFailed(outboxId, String(attempt.code))
      case 'unclear':
        log.warn({ outboxId, reason: attempt.reason }, 'text may have been sent')
        return lookThenRetry({ ...row, attempts: row.attempts + 1 }, signal)
      case 'shut':
      case 'gone':
    }
  }

  /** Without a pause the first time, because the look has taken half a minute. */
  async function lookThenRetry(row: OutboxRow, signal: AbortSignal): Promise<void> {
    if ((await lookUp(row, signal)) !== 'absent') return
    await (row.attempts > 1 ? defer(row, { code: 'unclear' }, options) : send(row, signal))
  }

  async function lookThenSend(row: OutboxRow, signal: AbortSignal): Promise<void> {
    if (row.kind === 'busy') return abandonBusyNote(row, options)
    if ((await lookUp(row, signal)) === 'absent') await send(row, signal)
  }

  async function next(to: Pick<OutboxRow, 'address' | 'channel'>): Promise<OutboxRow | undefined> {
    if (gate.isShut()) return undefined
    const row = await outbox.next(to)
    if (!row || mustWait(row, now())) return undefined
    // Only now, because a notice may have waited for Twilio or an answer until the hours began.
    const isKept = row.kind === 'notice' && (await outbox.keepQuiet(row, timeZone))
    return isKept ? next(to) : row
  }

  return {
    /** The row that goes to an address over a channel now, unless it has to wait. */
    next,

    run: (row: OutboxRow, signal: AbortSignal) =>
      row.state === 'sending' ? lookThenSend(row, signal) : send(row, signal),
  }
}

/** It would go another time, or may have gone. */
function isUnfinished({ type }: Attempt): boolean {
  return ['deferred', 'on-hold', 'window-closed', 'unclear'].includes(type)
}

/** `attempts` counts the one that has just failed. */
function defer(
  { id, attempts }: OutboxRow,
  { code, retryAfterMs }: { code: number | 'unclear'; retryAfterMs?: number },
  { outbox, log, now, random }: DeliveryOptions,
): Promise<void> {
  const waitMs = retryDelayMs(attempts, random, retryAfterMs)
  log.warn({ outboxId: id, code, waitMs }, 'text not taken yet')
  return outbox.markDeferred(id, now() + waitMs, String(code))
}

/** Until they write again; nothing on another channel waits for it. */
async function holdForWindow(row: OutboxRow, options: DeliveryOptions): Promise<void> {
  const { outbox, log, now } = options
  if (row.kind === 'busy') return abandonBusyNote(row, options)
  log.warn({ outboxId: row.id }, 'text waits until they write on WhatsApp again: a day is over')
  return outbox.markDeferred(row.id, now(), WINDOW_CLOSED)
}

// The reply may be next, so that "Still on it..." is worth neither a second try nor a look.
function abandonBusyNote({ id }: OutboxRow, { outbox }: DeliveryOptions): Promise<void> {
  return outbox.markFailed(id, ABANDONED)
}

// They have written again, but its words are of another day.
function abandonLapsed({ id }: OutboxRow, { outbox, log }: DeliveryOptions): Promise<void> {
  log.warn({ outboxId: id }, 'text is not sent any more: it waited for longer than a day')
  return outbox.markFailed(id, 'lapsed')
}
