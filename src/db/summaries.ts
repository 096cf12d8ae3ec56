import { and, asc, eq, gt, lt } from 'drizzle-orm'
import { type Conversation, findConversation, setFields } from './conversations.ts'
import { getRound, type HistoryMessage, sent } from './messages.ts'
import { addOutside } from './outside.ts'
import { messages } from './schema/conversations.ts'
import type { Tx } from './tx.ts'
import { addTokenUsage } from './usage.ts'

/** A conversation with what of it its summary does not tell. */
export interface ConversationUntold extends Pick<
  Conversation,
  'id' | 'userId' | 'summary' | 'summaryRound'
> {
  /** Of whole rounds, oldest first. */
  messages: HistoryMessage[]
}

/** A summary that was written, and what that took. */
export interface NewSummary {
  /** What it was written from. */
  from: ConversationUntold
  /** Undefined where what the model wrote was of no use. */
  text: string | undefined
  /** The last round that it tells of. */
  round: number
  cost: SummaryCost | undefined
}

export interface SummaryCost {
  /** The day on which it is counted, `2026-11-20`. */
  day: string
  model: string
  inputTokens: number
  outputTokens: number
  totalTokens: number
}

// More than any request holds; what is left is told the next time.
const MOST_READ = 400

/**
 * What was said before round `before` of a conversation and is not in its summary. Undefined where
 * nobody is in that conversation now.
 */
export function untoldBefore(
  tx: Tx,
  conversationId: string,
  before: number,
): ConversationUntold | undefined {
  const conversation = findConversation(tx, conversationId)
  if (conversation?.status !== 'active') return undefined
  const { id, userId, summary, summaryRound } = conversation
  const read = tx
    .select(sent)
    .from(messages)
    .where(
      and(
        eq(messages.conversationId, id),
        gt(messages.round, summaryRound ?? 0),
        lt(messages.round, before),
      ),
    )
    .orderBy(asc(messages.round), asc(messages.sequence))
    .limit(MOST_READ)
    .all()
  return { id, userId, summary, summaryRound, messages: withoutCutRound(read) }
}

function withoutCutRound(read: HistoryMessage[]): HistoryMessage[] {
  const last = read.at(-1)?.round
  const whole = read.filter(({ round }) => round !== last)
  return read.length < MOST_READ || whole.length === 0 ? read : whole
}

/**
 * Keeps a summary, unless its conversation was paused, ended, cleared or told otherwise meanwhile.
 * What it took was spent in any case and is counted.
 */
export function saveSummary(tx: Tx, { from, text, round, cost }: NewSummary): void {
  if (cost) {
    const { totalTokens: _, ...spent } = cost
    addTokenUsage(tx, { userId: from.userId, ...spent })
  }
  const conversation = findConversation(tx, from.id)
  if (!conversation) return
  if (cost) countCost(tx, conversation, cost)

  const isCurrent =
    conversation.status === 'active' &&
    conversation.summaryRound === from.summaryRound &&
    getRound(tx, from.id, round).length > 0
  if (text === undefined || !isCurrent) return
  setFields(tx, from.id, { summary: text, summaryRound: round })
}

function countCost(tx: Tx, conversation: Conversation, cost: SummaryCost): void {
  const { inputTokens, outputTokens, totalTokens } = cost
  const spent = { inputTokens, outputTokens, totalTokens }
  setFields(tx, conversation.id, {
    inputTokens: conversation.inputTokens + inputTokens,
    outputTokens: conversation.outputTokens + outputTokens,
    totalTokens: conversation.totalTokens + totalTokens,
    outside: addOutside(conversation.outside, spent),
  })
}
