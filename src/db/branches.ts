import { and, asc, eq, lte, max, min } from 'drizzle-orm'
import { type Conversation, createConversation, findConversation } from './conversations.ts'
import { newId } from './ids.ts'
import { isWaiting } from './inbox.ts'
import type { Tx } from './open.ts'
import { conversations, messages } from './schema/conversations.ts'
import { inbox } from './schema/texts.ts'
import { addTags, tagsOf } from './tags.ts'
import { insertAsItWas } from './transfer.ts'

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
    insertAsItWas(tx, { ...message, ...free, id: newId(), conversationId: made.id })
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

/**
 * The first and the last round that a branch can end with; `undefined` where there is none. What is
 * being answered just now is not a round yet.
 */
export function branchableRounds(
  tx: Tx,
  conversationId: string,
): { first: number; last: number } | undefined {
  const said = tx
    .select({ first: min(messages.round), last: max(messages.round) })
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .get()
  const running = tx
    .select({ round: min(inbox.round) })
    .from(inbox)
    .where(and(isWaiting, eq(inbox.conversationId, conversationId)))
    .get()
  if (!said || said.first === null || said.last === null) return undefined
  const last = Math.min(said.last, (running?.round ?? Infinity) - 1)
  return said.first <= last ? { first: said.first, last } : undefined
}
