import { and, eq, sql } from 'drizzle-orm'
import { given, prepared } from './prepared.ts'
import { inbox, outbox } from './schema/texts.ts'
import type { Tx } from './tx.ts'

export interface SentText {
  segments: number
  /** When the text came that it is the reply to, in epoch milliseconds; null of anything else. */
  receivedAt: number | null
}

export function readSentText(tx: Tx, outboxId: string): SentText | undefined {
  return sentText(tx).get({ outboxId })
}

// A reply's key begins with the sid of its text.
const sid = sql`substr(${outbox.key}, 1, instr(${outbox.key}, ':') - 1)`

const sentText = prepared((tx) =>
  tx
    .select({ segments: outbox.segments, receivedAt: inbox.receivedAt })
    .from(outbox)
    .leftJoin(inbox, and(eq(outbox.kind, 'reply'), eq(inbox.sid, sid)))
    .where(eq(outbox.id, given('outboxId'))),
)
