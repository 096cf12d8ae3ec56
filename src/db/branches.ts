import { and, asc, eq, lte } from 'drizzle-orm'
import { type Conversation, createConversation, findConversation } from './conversations.ts'
import { newId } from './ids.ts'
import type { Tx } from './open.ts'
import { conversations, messages } from './schema/conversations.ts'
import { addTags, tagsOf } from './tags.ts'

export interface Branch {
  from: Conversation
  /** The last round that it shares. */
  round: number
  id?: string | undefined
  name?: string | undefined
}

/**
 * A conversation that begins with what was said in another one up to a round. What that cost is
 * counted there alone.
 */
export function branchConversation(tx: Tx, branch: Branch, now: number): Conversation {
  const { from, round, id, name } = branch
  const title = from.title ?? undefined
  const made = createConversation(tx, { id, name, title, userId: from.userId }, now)
  const shared = tx
    .select()
    .from(messages)
    .where(and(eq(messages.conversationId, from.id), lte(messages.round, round)))
    .orderBy(asc(messages.round), asc(messages.sequence))
    .all()
  const free = { promptTokens: null, completionTokens: null, totalTokens: null }
  for (const { position: _, ...message } of shared) {
    tx.insert(messages)
      .values({ ...message, ...free, id: newId(), conversationId: made.id })
      .run()
  }
  const isTold = from.summaryRound !== null && from.summaryRound <= round
  const rounds = new Set(shared.map((message) => message.round)).size
  tx.update(conversations)
    .set({
      model: from.model,
      ...(isTold && { summary: from.summary, summaryRound: from.summaryRound }),
      aboutType: from.aboutType,
      aboutId: from.aboutId,
      messageCount: shared.length,
      roundCount: round,
      outside: { rounds: round - rounds, inputTokens: 0, outputTokens: 0, totalTokens: 0 },
      lastMessageAt: shared.at(-1)?.createdAt ?? null,
      metadata: { branchOf: from.id, branchedAtRound: round },
    })
    .where(eq(conversations.id, made.id))
    .run()
  addTags(tx, made.id, tagsOf(tx, from.id))
  return findConversation(tx, made.id) ?? made
}
