import { and, eq, inArray, not, sql } from 'drizzle-orm'
import { newId } from './ids.ts'
import { OPTED_OUT, recordRefusedOptOut } from './opt-outs.ts'
import { findOutboxRow, findOwner, type OutboxRow } from './outbox.ts'
import { deliveryEvents, outbox } from './schema/texts.ts'
import { comesBack, hasFailedAs, wasGivenUp } from './taken-back.ts'
import type { Tx } from './tx.ts'
import { countSegments } from './usage.ts'
import { WINDOW_CLOSED } from './whatsapp-window.ts'

export type DeliveryReport = Pick<
  typeof deliveryEvents.$inferInsert,
  'outboxId' | 'providerSid' | 'status' | 'errorCode'
>

/** The household's day at a time, `2026-11-20`. */
export type DayOf = (at: number) => string

// A higher rank is later news. Callbacks come in any order; a state never goes back.
const RANK = { pending: 0, sending: 1, sent: 2, undelivered: 3, failed: 3, delivered: 4 } as const

// What the network says, in our states. `accepted`, `queued` and the like all mean: it has it.
const STATE_OF: Readonly<Record<string, 'delivered' | 'undelivered' | 'failed'>> = {
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'failed',
}

// The loop guard is over after half a minute.
const REST_MS = 60_000

/**
 * Keeps what the network said of a row and moves the row on by it; its sid is learnt even if the
 * send's answer was lost. Once the sid is known, reports under another are kept and change nothing.
 * Of a row that is not ours, or under the sid of another row, nothing is kept.
 */
export function recordReport(tx: Tx, report: DeliveryReport, dayOf: DayOf, now: number): void {
  const { outboxId, providerSid, status, errorCode = null } = report
  const row = findOutboxRow(tx, outboxId)
  if (!row) return
  if ((findOwner(tx, providerSid) ?? outboxId) !== outboxId) return
  // Of a row that was retried, what is repeated of the send before it is no news; but if that one
  // arrived after all, the row need not go again.
  const isOver = row.providerSid === null && hasFailedAs(tx, report)
  tx.insert(deliveryEvents)
    .values({ ...report, id: newId(), receivedAt: now })
    .run()
  if ((row.providerSid ?? providerSid) !== providerSid) return

  const state = STATE_OF[status] ?? 'sent'
  if (isOver && state !== 'delivered') return
  if (errorCode === OPTED_OUT) recordRefusedOptOut(tx, row, now)
  if (errorCode !== null && takeBack(tx, row, errorCode, now) && row.sentAt !== null) {
    countSegments(tx, { ...row, segments: -row.segments }, dayOf(row.sentAt))
  }
  const earlier = Object.entries(RANK)
    .filter(([, rank]) => rank < RANK[state])
    .map(([name]) => name)
  const { changes } = tx
    .update(outbox)
    .set({ state, providerSid, errorCode, sentAt: sql`coalesce(${outbox.sentAt}, ${now})` })
    .where(
      and(
        eq(outbox.id, outboxId),
        inArray(sql`${outbox.state}`, earlier),
        not(wasGivenUp(providerSid)),
      ),
    )
    .run()
  if (changes > 0 && row.sentAt === null) countSegments(tx, row, dayOf(now))
}

/**
 * Twilio took it and nobody has it: it waits as if it had never been sent. Returns whether it does.
 */
function takeBack(
  tx: Tx,
  { id, nextAttemptAt }: OutboxRow,
  errorCode: string,
  now: number,
): boolean {
  const { changes } = tx
    .update(outbox)
    .set({
      state: 'pending',
      sendOrder: null,
      sentAt: null,
      providerSid: null,
      errorCode,
      // On WhatsApp it is their next text that it waits for.
      nextAttemptAt: errorCode === WINDOW_CLOSED ? nextAttemptAt : now + REST_MS,
    })
    .where(
      and(
        eq(outbox.id, id),
        comesBack(errorCode),
        inArray(outbox.state, ['pending', 'sending', 'sent']),
      ),
    )
    .run()
  return changes > 0
}
