import { and, eq } from 'drizzle-orm'
import { appendAudit, auditedSince } from './audit-log.ts'
import type { Text } from './inbox.ts'
import type { Tx } from './open.ts'
import { findOutboxRow, markFailed, type OutboxRow } from './outbox.ts'
import { outbox } from './schema/texts.ts'
import { dropText } from './settlements.ts'
import { findUserByPhone, setOptedOut, type User } from './users.ts'

/** What Twilio answers, or reports, of a text to somebody who has opted out with it. */
export const OPTED_OUT = '21610'

/** Ends a text by which the network began or ceased to refuse ours to this phone. */
export function recordOptOut(
  tx: Tx,
  { sid, address }: Pick<Text, 'sid' | 'address'>,
  isOptedOut: boolean,
  now: number,
): void {
  setOptedOut(tx, address, isOptedOut, now)
  const user = findUserByPhone(tx, address)
  const action = isOptedOut ? 'user.opted_out' : 'user.opted_in'
  if (user) appendAudit(tx, { userId: user.id, sid, action }, now)
  dropText(tx, sid, now)
}

/** Ends a text that the network refused because of an opt-out, and with it what else is unsent. */
export function failOptedOut(tx: Tx, id: string, now: number): void {
  markFailed(tx, id, OPTED_OUT)
  const row = findOutboxRow(tx, id)
  if (row) recordRefusedOptOut(tx, row, now)
}

/**
 * The network refused a text to this row's phone: they have opted out there, even if we never got
 * the word by which they did. What waits for them is given up.
 */
export function recordRefusedOptOut(
  tx: Tx,
  { id, address, sendingAt }: Pick<OutboxRow, 'id' | 'address' | 'sendingAt'>,
  now: number,
): void {
  const user = findUserByPhone(tx, address)
  if (user && hasComeBack(tx, user, sendingAt ?? 0)) return
  if (user && user.optedOutAt === null) {
    setOptedOut(tx, address, true, now)
    const detail = { code: OPTED_OUT, outboxId: id }
    appendAudit(tx, { userId: user.id, action: 'user.opted_out', detail }, now)
  }
  tx.update(outbox)
    .set({ state: 'failed', errorCode: OPTED_OUT })
    .where(and(eq(outbox.address, address), eq(outbox.state, 'pending')))
    .run()
}

// Their START may have come while a refusal of before was on its way here.
function hasComeBack(tx: Tx, { id }: User, since: number): boolean {
  return auditedSince(tx, id, 'user.opted_in', since).length > 0
}
