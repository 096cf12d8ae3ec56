import { isDeepStrictEqual } from 'node:util'
import { count, countDistinct, eq, sql } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import { conversations, messages } from './schema/conversations.ts'
import type { Tx } from './tx.ts'

/** What a conversation counts. */
export interface Counters {
  messageCount: number
  /** Rounds that were begun, those that are gone included. */
  roundCount: number
  inputTokens: number
  outputTokens: number
  totalTokens: number
}

export interface Difference {
  id: string
  counted: Counters
  /** What follows from the messages that are there and from what is counted outside of them. */
  actual: Counters
}

/**
 * The conversations whose counters are not what their messages say; none, unless there is a bug.
 * With an id, that one alone is looked at.
 */
export function findMiscounted(tx: Tx, id?: string): Difference[] {
  const counted = {
    messageCount: conversations.messageCount,
    roundCount: conversations.roundCount,
    inputTokens: conversations.inputTokens,
    outputTokens: conversations.outputTokens,
    totalTokens: conversations.totalTokens,
  }
  const outside = (field: string) =>
    sql`coalesce(json_extract(${conversations.outside}, ${`$.${field}`}), 0)`
  const spent = (column: AnySQLiteColumn, field: string) =>
    sql<number>`coalesce(sum(${column}), 0) + ${outside(field)}`
  const actual = {
    messageCount: count(messages.id),
    roundCount: sql<number>`${countDistinct(messages.round)} + ${outside('rounds')}`,
    inputTokens: spent(messages.promptTokens, 'inputTokens'),
    outputTokens: spent(messages.completionTokens, 'outputTokens'),
    totalTokens: spent(messages.totalTokens, 'totalTokens'),
  }
  return tx
    .select({ id: conversations.id, counted, actual })
    .from(conversations)
    .leftJoin(messages, eq(messages.conversationId, conversations.id))
    .where(id === undefined ? undefined : eq(conversations.id, id))
    .groupBy(conversations.id)
    .all()
    .filter(({ counted, actual }) => !isDeepStrictEqual(counted, actual))
}

/** Sets the counters to what the messages say now, and returns whether they were wrong. */
export function recount(tx: Tx, id: string): boolean {
  const [difference] = findMiscounted(tx, id)
  if (!difference) return false
  tx.update(conversations).set(difference.actual).where(eq(conversations.id, id)).run()
  return true
}
