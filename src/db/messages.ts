import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { newId } from './ids.ts'
import type { Tx } from './open.ts'
import { removeRounds } from './pruning.ts'
import { conversations, messages } from './schema/conversations.ts'

/** Who wrote what no model did; stands where a model's name would. */
export const OURS = 'usherr'

export type Message = typeof messages.$inferSelect
export type NewMessage = Omit<
  typeof messages.$inferInsert,
  'position' | 'id' | 'sequence' | 'createdAt'
>

/** Appends a message to its round and counts it on its conversation. */
export function saveMessage(tx: Tx, message: NewMessage, now: number): Message {
  const saved = tx
    .insert(messages)
    .values({
      ...message,
      id: newId(),
      sequence: sql`(
        select coalesce(max(sequence) + 1, 0) from messages
        where conversation_id = ${message.conversationId} and round = ${message.round}
      )`,
      createdAt: now,
    })
    .returning()
    .get()

  tx.update(conversations)
    .set({
      messageCount: sql`${conversations.messageCount} + 1`,
      inputTokens: sql`${conversations.inputTokens} + ${message.promptTokens ?? 0}`,
      outputTokens: sql`${conversations.outputTokens} + ${message.completionTokens ?? 0}`,
      totalTokens: sql`${conversations.totalTokens} + ${message.totalTokens ?? 0}`,
      lastMessageAt: now,
      updatedAt: now,
      ...(message.model && { model: message.model }),
    })
    .where(eq(conversations.id, message.conversationId))
    .run()
  return saved
}

/**
 * The newest `limit` messages of a conversation, oldest first. Read from the end of an index, so
 * that it costs the same however long the conversation is.
 */
export function getHistory(tx: Tx, conversationId: string, limit: number): Message[] {
  return tx
    .select()
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .orderBy(desc(messages.round), desc(messages.sequence))
    .limit(limit)
    .all()
    .reverse()
}

export function getRound(tx: Tx, conversationId: string, round: number): Message[] {
  return tx
    .select()
    .from(messages)
    .where(and(eq(messages.conversationId, conversationId), eq(messages.round, round)))
    .orderBy(asc(messages.sequence))
    .all()
}

/**
 * Deletes all that was said in a conversation, with its title and lists. Its rounds go on counting,
 * and what it cost stays counted.
 */
export function clearHistory(tx: Tx, conversationId: string, now: number): void {
  removeRounds(tx, conversationId, Infinity)
  tx.update(conversations)
    .set({
      title: null,
      summary: null,
      contextState: {},
      lastMessageAt: null,
      updatedAt: now,
    })
    .where(eq(conversations.id, conversationId))
    .run()
}

/** A page of a conversation's messages, oldest first. */
export function listMessages(
  tx: Tx,
  conversationId: string,
  { limit, page }: { limit: number; page: number },
): Message[] {
  return tx
    .select()
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .orderBy(asc(messages.round), asc(messages.sequence))
    .limit(limit)
    .offset((page - 1) * limit)
    .all()
}
