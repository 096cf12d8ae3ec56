import { and, asc, count, desc, eq, gte, isNotNull, type SQL, sql } from 'drizzle-orm'
import type { Tx } from './open.ts'
import { conversations, messages, users } from './schema/conversations.ts'
import { usage } from './schema/records.ts'

export interface AccountFilter {
  userId?: string | undefined
  /** Epoch milliseconds. */
  since?: number | undefined
  /** The same moment as a day of the household's, `2026-11-20`. */
  sinceDay?: string | undefined
}

export interface ModelCost {
  model: string
  inputTokens: number
  outputTokens: number
}

export type Stats = ReturnType<typeof getStats>

/**
 * What was said and what it took. Days and users are counted as it happened, so they hold what was
 * deleted since; models by the messages that are there.
 */
export function getStats(tx: Tx, filter: AccountFilter) {
  return {
    conversations: countByStatus(tx, filter),
    models: costByModel(tx, filter),
    days: tx
      .select({ day: usage.day, ...totals })
      .from(usage)
      .where(and(...usageWithin(filter)))
      .groupBy(usage.day)
      .orderBy(asc(usage.day))
      .all(),
    users: tx
      .select({ phone: users.phone, name: users.name, ...totals })
      .from(usage)
      .innerJoin(users, eq(users.id, usage.userId))
      .where(and(...usageWithin(filter)))
      .groupBy(users.id)
      .orderBy(desc(totals.texts), asc(users.phone))
      .all(),
  }
}

const totals = {
  texts: sql<number>`sum(${usage.texts})`,
  segments: sql<number>`sum(${usage.segments})`,
  inputTokens: sql<number>`sum(${usage.promptTokens})`,
  outputTokens: sql<number>`sum(${usage.completionTokens})`,
}

function usageWithin({ userId, sinceDay }: AccountFilter): SQL[] {
  return [
    ...(userId ? [eq(usage.userId, userId)] : []),
    ...(sinceDay ? [gte(usage.day, sinceDay)] : []),
  ]
}

function countByStatus(tx: Tx, { userId, since }: AccountFilter) {
  const rows = tx
    .select({ status: conversations.status, count: count() })
    .from(conversations)
    .where(
      and(
        userId ? eq(conversations.userId, userId) : undefined,
        since === undefined ? undefined : gte(conversations.updatedAt, since),
      ),
    )
    .groupBy(conversations.status)
    .all()
  const counted = Object.fromEntries(rows.map((row) => [row.status, row.count]))
  return { active: 0, paused: 0, archived: 0, ...counted }
}

function costByModel(tx: Tx, { userId, since }: AccountFilter): ModelCost[] {
  return tx
    .select({
      model: sql<string>`${messages.model}`,
      inputTokens: sql<number>`sum(${messages.promptTokens})`,
      outputTokens: sql<number>`sum(${messages.completionTokens})`,
    })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .where(
      and(
        isNotNull(messages.totalTokens),
        isNotNull(messages.model),
        userId ? eq(conversations.userId, userId) : undefined,
        since === undefined ? undefined : gte(messages.createdAt, since),
      ),
    )
    .groupBy(messages.model)
    .orderBy(asc(messages.model))
    .all()
}
