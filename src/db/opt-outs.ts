import { and, between, eq, lt, sql } from 'drizzle-orm'
import { appendAudit } from './audit-log.ts'
import { findText, type Text } from './inbox.ts'
import { findOutboxRow, isUnsent, markFailed, type OutboxRow } from './outbox.ts'
import { inbox, outbox } from './schema/texts.ts'
import { dropText } from './settlements.ts'
import type { Tx } from './tx.ts'
import { findUserByPhone, setOptedOut } from './users.ts'

/** What Twilio answers, or reports, of a text to somebody who has opted out with it. */
export const OPTED_OUT = '21610'

// The times that Twilio keeps are whole seconds.
const SECOND_MS = 1_000

/** Ends a text by which the network began or ceased to refuse ours to this phone. */
export function recordOptOut(
  tx: Tx,
  { sid, address }: Pick<Text, 'sid' | 'address'>,
  isOptedOut: boolean,
  now: number,
): void {
  // A STOP that no webhook brought may be found after the START that came later.
  const text = isOptedOut ? findText(tx, sid) : undefined
  if (text && hasComeBack(tx, { ...text, since: text.receivedAt + SECOND_MS }, now)) {
    return dropText(tx, sid, now)
  }
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
  { id, address, channel, sendingAt }: Pick<OutboxRow, 'id' | 'address' | 'channel' | 'sendingAt'>,
  now: number,
): void {
  // Their START may have come while a refusal of before was on its way here.
  if (hasComeBack(tx, { address, channel, since: sendingAt ?? 0 }, now)) return
  const user = findUserByPhone(tx, address)
  if (user && user.optedOutAt === null) {
    setOptedOut(tx, address, true, now)
    const detail = { code: OPTED_OUT, outboxId: id }
    appendAudit(tx, { userId: user.id, action: 'user.opted_out', detail }, now)
  }
  tx.update(outbox)
    .set({ state: 'failed', errorCode: OPTED_OUT })
    .where(and(eq(outbox.address, address), eq(outbox.state, 'pending'), isUnsent))
    .run()
}

/**
 * Whether they told the network since then that it may bring them our texts. It is their word that
 * says so, not what we made of it: whoever was not known to have opted out had a turn with it.
 */
function hasComeBack(
  tx: Tx,
  of: Pick<Text, 'address' | 'channel'> & { since: number; position?: number },
  now: number,
): boolean {
  const { address, channel, since, position = Number.MAX_SAFE_INTEGER } = of
  const word = tx
    .select({ sid: inbox.sid })
    .from(inbox)
    .where(
      and(
        eq(inbox.address, address),
        eq(inbox.channel, channel),
        // A later one was dated by a clock that has been set back since.
        between(inbox.receivedAt, since, now),
        lt(inbox.position, position),
        sql`(${inbox.optOutType} is 'START'
          or upper(trim(${inbox.body})) in ('START', 'YES', 'UNSTOP'))`,
      ),
    )
    .limit(1)
    .get()
  return word !== undefined
}
