import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { Page } from './conversation-list.ts'
import { newId } from './ids.ts'
import { given, givenAs, prepared } from './prepared.ts'
import { removeRounds } from './pruning.ts'
import { conversations, messages } from './schema/conversations.ts'
import type { Tx } from './tx.ts'

/** Who wrote what no model did; stands where a model's name would. */
export const OURS = 'usherr'

export type Message = typeof messages.$inferSelect
export type NewMessage = Omit<
  typeof messages.$inferInsert,
  'position' | 'id' | 'sequence' | 'createdAt'
>

/** Where in its conversation a message stands. */
export type Place = Pick<Message, 'round' | 'sequence'>

/** Of a message what a model is sent of it later. */
export type HistoryMessage = Pick<Message, keyof typeof sent>

export const sent = {
  round: messages.round,
  sequence: messages.sequence,
  role: messages.role,
  content: messages.content,
  toolCalls: messages.toolCalls,
  toolCallId: messages.toolCallId,
  metadata: messages.metadata,
}

/** Appends a message to its round and counts it on its conversation. */
export function saveMessage(tx: Tx, message: NewMessage, now: number): Message {
  const { toolCalls, toolCallId, name, model, promptTokens, completionTokens, totalTokens } =
    message
  const { reasoningContent, metadata } = message
  const row = {
    ...message,
    id: newId(),
    toolCalls: toolCalls ? JSON.stringify(toolCalls) : null,
    toolCallId: toolCallId ?? null,
    name: name ?? null,
    model: model ?? null,
    promptTokens: promptTokens ?? null,
    completionTokens: completionTokens ?? null,
    totalTokens: totalTokens ?? null,
    reasoningContent: reasoningContent ?? null,
    metadata: metadata ? JSON.stringify(metadata) : null,
    now,
  }
  const saved = insertion(tx).get(row)
  counting(tx).run(row)
  return saved
}

/** What is given of a message that is appended, wherever it comes to stand. */
export const givenMessage = {
  id: given('id'),
  conversationId: given('conversationId'),
  round: given('round'),
  role: given('role'),
  content: given('content'),
  toolCalls: givenAs('toolCalls'),
  toolCallId: given('toolCallId'),
  name: given('name'),
  model: given('model'),
  promptTokens: given('promptTokens'),
  completionTokens: given('completionTokens'),
  totalTokens: given('totalTokens'),
  reasoningContent: given('reasoningContent'),
  metadata: givenAs('metadata'),
}

const insertion = prepared((tx) =>
  tx
    .insert(messages)
    .values({
      ...givenMessage,
      sequence: sql`(
        select coalesce(max(sequence) + 1, 0) from messages
        where conversation_id = ${given('conversationId')} and round = ${given('round')}
      )`,
      createdAt: given('now'),
    })
    .returning(),
)

const counting = prepared((tx) =>
  tx
    .update(conversations)
    .set({
      messageCount: sql`${conversations.messageCount} + 1`,
      inputTokens: sql`${conversations.inputTokens} + coalesce(${given('promptTokens')}, 0)`,
      outputTokens: sql`${conversations.outputTokens} + coalesce(${given('completionTokens')}, 0)`,
      totalTokens: sql`${conversations.totalTokens} + coalesce(${given('totalTokens')}, 0)`,
      lastMessageAt: givenAs('now'),
      model: sql`coalesce(nullif(nullif(${given('model')}, ''), ${sql.raw(`'${OURS}'`)}), ${conversations.model})`,
    })
    .where(eq(conversations.id, given('conversationId'))),
)

const END: Place = { round: Number.MAX_SAFE_INTEGER, sequence: 0 }

/**
 * The newest `limit` messages of a conversation before a place in it, oldest first. Read backwards
 * from there in an index, so that it costs the same however long the conversation is.
 */
export function getHistory(
  tx: Tx,
  conversationId: string,
  limit: number,
  before: Place = END,
): HistoryMessage[] {
  const { round, sequence } = before
  return newest(tx).all({ conversationId, limit, round, sequence }).reverse()
}

const newest = prepared((tx) =>
  tx
    .select(sent)
    .from(messages)
    .where(
      and(
        eq(messages.conversationId, given('conversationId')),
        sql`(${messages.round}, ${messages.sequence}) < (${given('round')}, ${given('sequence')})`,
      ),
    )
    .orderBy(desc(messages.round), desc(messages.sequence))
    .limit(given('limit')),
)

export function getRound(tx: Tx, conversationId: string, round: number): Message[] {
  return ofRound(tx).all({ conversationId, round })
}

/** Whether anything of a round is there: a round goes whole, so all of it or nothing. */
export function hasRound(tx: Tx, conversationId: string, round: number): boolean {
  return firstOfRound(tx).get({ conversationId, round }) !== undefined
}

const firstOfRound = prepared((tx) =>
  tx
    .select({ sequence: messages.sequence })
    .from(messages)
    .where(
      and(eq(messages.conversationId, given('conversationId')), eq(messages.round, given('round'))),
    )
    .limit(1),
)

const ofRound = prepared((tx) =>
  tx
    .select()
    .from(messages)
    .where(
      and(eq(messages.conversationId, given('conversationId')), eq(messages.round, given('round'))),
    )
    .orderBy(asc(messages.sequence)),
)

/**
 * Deletes all that was said in a conversation, with its title and lists. Its rounds go on counting,
 * and what it cost stays counted.
 */
export function clearHistory(tx: Tx, conversationId: string): void {
  while (removeRounds(tx, conversationId, Infinity) > 0);
  tx.update(conversations)
    .set({
      title: null,
      summary: null,
      summaryRound: null,
      contextState: {},
      lastMessageAt: null,
    })
    .where(eq(conversations.id, conversationId))
    .run()
}

/** A page of a conversation's messages, oldest first. */
export function listMessages(tx: Tx, conversationId: string, { limit, page }: Page): Message[] {
  return tx
    .select()
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .orderBy(asc(messages.round), asc(messages.sequence))
    .limit(limit)
    .offset((page - 1) * limit)
    .all()
}

// So few that they take little memory and a few milliseconds to read.
const MESSAGES_AT_ONCE = 200

/** All that was said in a conversation, oldest first, a few messages at a time. */
export function* messagesInParts(tx: Tx, conversationId: string): Generator<Message[]> {
  let after: Place = { round: 0, sequence: 0 }
  for (;;) {
    const part = messagesAfter(tx, conversationId, after)
    const last = part.at(-1)
    if (!last) return
    yield part
    after = last
  }
}

// By its place and not by a number of page, so that it costs the same however far it has come.
function messagesAfter(tx: Tx, conversationId: string, { round, sequence }: Place): Message[] {
  return tx
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.conversationId, conversationId),
        sql`(${messages.round}, ${messages.sequence}) > (${round}, ${sequence})`,
      ),
    )
    .orderBy(asc(messages.round), asc(messages.sequence))
    .limit(MESSAGES_AT_ONCE)
    .all()
}
