import { asc, desc, eq, sql } from 'drizzle-orm'
import { forgetPushes } from './change-capture.ts'
import { finishText, isWaiting } from './inbox.ts'
import { hasMilestones, markLast } from './milestones.ts'
import { isUnsent, type OutboxRow } from './outbox.ts'
import { inbox, outbox } from './schema/texts.ts'
import { settleAbandoned } from './settlements.ts'
import type { Tx } from './tx.ts'

export interface Restored {
  /** Texts that had no answer yet. */
  parked: number
  /** Rows that were not known to be sent. */
  unsent: number
}

/**
 * Makes of a database as it was one that a service can go on with, since others went on without it:
 * what was not sent may have been sent since, and is looked for first; what was not answered was
 * very probably answered, and is left to the operator.
 */
export function markRestored(tx: Tx, now: number): Restored {
  const waiting = tx.select({ sid: inbox.sid }).from(inbox).where(isWaiting).all()
  for (const { sid } of waiting) {
    settleAbandoned(tx, sid, now)
    finishText(tx, sid, 'parked', now)
  }

  // In the order in which they would have gone out. An earlier version lacks newer columns.
  const { id, address, channel, createdAt } = outbox
  const rows = tx
    .select({ id, address, channel, createdAt })
    .from(outbox)
    .where(isUnsent)
    .orderBy(
      desc(eq(outbox.state, 'sending')),
      desc(eq(outbox.kind, 'reply')),
      asc(outbox.position),
    )
    .all()
  for (const row of rows) suspectSent(tx, row)

  // A version from before the milestones fetches no texts, and has no place for that moment.
  if (hasMilestones(tx)) markLast(tx, 'restored', now)
  forgetPushes(tx)
  return { parked: waiting.length, unsent: rows.length }
}

/** It is looked up as one whose sending began with it, behind all that was sent before. */
function suspectSent(
  tx: Tx,
  { id, address, channel, createdAt }: Pick<OutboxRow, 'id' | 'address' | 'channel' | 'createdAt'>,
): void {
  tx.update(outbox)
    .set({
      state: 'sending',
      sendingAt: createdAt,
      sendOrder: sql`1 + coalesce((
        select send_order from outbox
        where address = ${address} and channel = ${channel} and send_order is not null
        order by send_order desc limit 1
      ), 0)`,
    })
    .where(eq(outbox.id, id))
    .run()
}
