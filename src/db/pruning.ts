import { and, asc, count, countDistinct, eq, lt, max, sql, sum } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import { addOutside } from './outside.ts'
import { conversations, messages } from './schema/conversations.ts'
import type { Tx } from './tx.ts'

/** How many messages `removeRounds` would delete, of each conversation that has any such. */
export function prunable(
  tx: Tx,
  { before, userId }: { before: number; userId?: string | undefined },
): Array<{ id: string; messages: number }> {
  const ended = tx
    .select({ id: messages.conversationId, messages: count().as('messages') })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .where(and(userId ? eq(conversations.userId, userId) : undefined, hasEnded))
    .groupBy(messages.conversationId, messages.round)
    .having(lt(max(messages.createdAt), before))
    .as('ended')
  return tx
    .select({ id: ended.id, messages: sql<number>`sum(${ended.messages})` })
    .from(ended)
    .groupBy(ended.id)
    .all()
}

// So few at once, because texts that come meanwhile wait: about 15 ms with the full text index.
const ROUNDS_AT_ONCE = 100

// A turn goes on from what its round holds, and counts what that has cost when it ends; a change
// that was confirmed ends with a message in the round of its yes.
const hasEnded = sql`(${messages.conversationId}, ${messages.round}) not in (
  select conversation_id, round from inbox
  where state = 'waiting' and conversation_id is not null and round is not null
  union all
  select inbox.conversation_id, inbox.round from pending_actions
  join inbox on inbox.sid = pending_actions.answered_by_sid
  where pending_actions.state in ('claimed', 'executing')
    and inbox.conversation_id is not null and inbox.round is not null
)`

// Whole rounds, so that no call is ever parted from its result.
function ofRoundsBefore(tx: Tx, conversationId: string, before: number) {
  const isOurs = eq(messages.conversationId, conversationId)
  const rounds = tx
    .select({ round: messages.round })
    .from(messages)
    .where(and(isOurs, hasEnded))
    .groupBy(messages.round)
    .having(lt(max(messages.createdAt), before))
    .orderBy(asc(messages.round))
    .limit(ROUNDS_AT_ONCE)
  return and(isOurs, sql`${messages.round} in ${rounds}`)
}

/**
 * Deletes the next few rounds of a conversation that ended before `before`, for good, and returns
 * how many messages that were: 0 when none is left. Their tokens have been spent and stay counted. A
 * round whose text still waits for its answer has not ended, nor one that confirmed a change which
 * is under way.
 */
export function removeRounds(tx: Tx, conversationId: string, before: number): number {
  const which = ofRoundsBefore(tx, conversationId, before)
  const gone = tx
    .select({
      rounds: countDistinct(messages.round),
      messages: count(),
      inputTokens: tokens(messages.promptTokens),
      outputTokens: tokens(messages.completionTokens),
      totalTokens: tokens(messages.totalTokens),
    })
    .from(messages)
    .where(which)
    .get()
  const conversation = tx
    .select({ outside: conversations.outside })
    .from(conversations)
    .where(eq(conversations.id, conversationId))
    .get()
  if (!gone || !conversation || gone.messages === 0) return 0

  tx.delete(messages).where(which).run()
  const { messages: deleted, ...counted } = gone
  tx.update(conversations)
    .set({
      messageCount: sql`${conversations.messageCount} - ${deleted}`,
      outside: addOutside(conversation.outside, counted),
    })
    .where(eq(conversations.id, conversationId))
    .run()
  return deleted
}

function tokens(column: AnySQLiteColumn) {
  return sql<number>`coalesce(${sum(column)}, 0)`
}
