import { and, eq, sql } from 'drizzle-orm'
import { OPTED_OUT } from './opt-outs.ts'
import { ABANDONED, isUnsent, markFailed, type OutboxRow } from './outbox.ts'
import { given, givenAs, prepared } from './prepared.ts'
import { isPastAsking } from './request-asks.ts'
import { outbox } from './schema/texts.ts'
import type { Tx } from './tx.ts'
import { findUserByPhone } from './users.ts'

/**
 * Committed before the call, so that a crash during it leaves a row that is looked up first.
 * Returns whether the row is still to be sent. To who has opted out nothing is, whenever and for
 * whatever it was queued: it has failed as if the network had refused it. Nor is a question about a
 * request that was decided while the text waited.
 */
export function beginSend(tx: Tx, { id, key, address, channel }: OutboxRow, now: number): boolean {
  if (findUserByPhone(tx, address)?.optedOutAt != null) {
    markFailed(tx, id, OPTED_OUT)
    return false
  }
  if (isPastAsking(tx, key)) {
    markFailed(tx, id, ABANDONED)
    return false
  }
  return beginning(tx).run({ id, address, channel, now }).changes === 1
}

const beginning = prepared((tx) =>
  tx
    .update(outbox)
    .set({
      state: 'sending',
      sendingAt: givenAs('now'),
      attempts: sql`${outbox.attempts} + 1`,
      sendOrder: sql`1 + coalesce((
        select send_order from outbox
        where address = ${given('address')} and channel = ${given('channel')}
          and send_order is not null
        order by send_order desc limit 1
      ), 0)`,
    })
    .where(and(eq(outbox.id, given('id')), isUnsent)),
)
