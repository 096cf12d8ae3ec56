import { and, asc, countDistinct, desc, eq, getTableColumns, lte, max, min, sql } from 'drizzle-orm'
import { type Conversation, createConversation, findConversation } from './conversations.ts'
import { isWaiting } from './inbox.ts'
import type { Place } from './messages.ts'
import type { Parts } from './parts.ts'
import { conversations, messages } from './schema/conversations.ts'
import { inbox } from './schema/texts.ts'
import { addTags, tagsOf } from './tags.ts'
import type { Tx } from './tx.ts'

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
export function* branchConversation(tx: Tx, branch: Branch, now: number): Parts<Conversation> {
  const { from, round, id, name } = branch
  const title = from.title ?? undefined
  const made = createConversation(tx, { id, name, title, userId: from.userId }, now)
  const copied = yield* copyMessages(tx, { from: from.id, to: made.id, round })
  const isTold = from.summaryRound !== null && from.summaryRound <= round
  tx.update(conversations)
    .set({
      model: from.model,
      ...(isTold && { summary: from.summary, summaryRound: from.summaryRound }),
      aboutType: from.aboutType,
      aboutId: from.aboutId,
      messageCount: copied,
      roundCount: round,
      outside: {
        rounds: round - countRounds(tx, made.id),
        inputTokens: 0,
        outputTokens: 0,
        totalTokens: 0,
      },
      lastMessageAt: lastMessage(tx, made.id)?.createdAt ?? null,
      metadata: { branchOf: from.id, branchedAtRound: round },
    })
    .where(eq(conversations.id, made.id))
    .run()
  addTags(tx, made.id, tagsOf(tx, from.id))
  return findConversation(tx, made.id) ?? made
}

const COPIED_AT_ONCE = 1_000

// What a message has cost is counted where it was said.
const anew = {
  position: sql<number>`null`.as('position'),
  id: sql<string>`new_id()`.as('id'),
  promptTokens: sql<null>`null`.as('prompt_tokens'),
  completionTokens: sql<null>`null`.as('completion_tokens'),
  totalTokens: sql<null>`null`.as('total_tokens'),
}

/** Copies within the database, which costs a fifth of reading and writing each message here. */
function* copyMessages(
  tx: Tx,
  { from, to, round }: { from: string; to: string; round: number },
): Parts<number> {
  let done = 0
  let last: Place = { round: 0, sequence: 0 }
  for (;;) {
    const next = tx
      .select({
        ...getTableColumns(messages),
        ...anew,
        conversationId: sql<string>`${to}`.as('to'),
      })
      .from(messages)
      .where(
        and(
          eq(messages.conversationId, from),
          sql`(${messages.round}, ${messages.sequence}) > (${last.round}, ${last.sequence})`,
          lte(messages.round, round),
        ),
      )
      .orderBy(asc(messages.round), asc(messages.sequence))
      .limit(COPIED_AT_ONCE)
    const { changes } = tx.insert(messages).select(next).run()
    done += changes
    last = lastMessage(tx, to) ?? last
    if (changes < COPIED_AT_ONCE) return done
    yield done
  }
}

function lastMessage(tx: Tx, conversationId: string) {
  const { round, sequence, createdAt } = messages
  return tx
    .select({ round, sequence, createdAt })
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .orderBy(desc(round), desc(sequence))
    .get()
}

function countRounds(tx: Tx, conversationId: string): number {
  const counted = tx
    .select({ rounds: countDistinct(messages.round) })
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .get()
  return counted?.rounds ?? 0
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
