import { and, asc, count, desc, eq, gte, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/sqlite-core'
import { conversations, users } from './schema/conversations.ts'
import { tokenUsage, usage } from './schema/records.ts'
import type { Tx } from './tx.ts'

export interface AccountFilter {
  userId?: string | undefined
  /** Epoch milliseconds. */
  since?: number | undefined
  /** The same moment as a day of the household's, `2026-11-20`. */
  sinceDay?: string | undefined
}

export type Stats = ReturnType<typeof getStats>

/**
 * What was said and what it took. All but the conversations is counted as it happened, so it holds
 * what was deleted since. A model of no name is one that nobody wrote down.
 */
export function getStats(tx: Tx, filter: AccountFilter) {
  const counted = accountsOf(tx, filter)
  const { day, userId } = counted
  return {
    conversations: countByStatus(tx, filter),
    models: tx
      .select({ model: tokenUsage.model, ...tokens(tokenUsage) })
      .from(tokenUsage)
      .where(within(tokenUsage, filter))
      .groupBy(tokenUsage.model)
      .orderBy(asc(tokenUsage.model))
      .all(),
    /** Each model's tokens for a user on a day, for what they cost. */
    spent: tx
      .select({
        day: tokenUsage.day,
        phone: users.phone,
        model: tokenUsage.model,
        inputTokens: tokenUsage.inputTokens,
        outputTokens: tokenUsage.outputTokens,
      })
      .from(tokenUsage)
      .innerJoin(users, eq(users.id, tokenUsage.userId))
      .where(within(tokenUsage, filter))
      .all(),
    days: tx
      .select({ day, ...texts(counted), ...tokens(counted) })
      .from(counted)
      .groupBy(day)
      .orderBy(asc(day))
      .all(),
    users: tx
      .select({ phone: users.phone, name: users.name, ...texts(counted), ...tokens(counted) })
      .from(counted)
      .innerJoin(users, eq(users.id, userId))
      .groupBy(userId)
      .orderBy(desc(texts(counted).texts), asc(users.phone))
      .all(),
  }
}

type Accounts = ReturnType<typeof accountsOf>

const total = (column: SQLWrapper) => sql<number>`sum(${column})`

const texts = (counted: Accounts) => ({
  texts: total(counted.texts),
  segments: total(counted.segments),
})

const tokens = (counted: Accounts | typeof tokenUsage) => ({
  inputTokens: total(counted.inputTokens),
  outputTokens: total(counted.outputTokens),
})

/** Texts and tokens as rows of one shape. */
function accountsOf(tx: Tx, filter: AccountFilter) {
  const texted = tx
    .select({
      userId: usage.userId,
      day: usage.day,
      texts: usage.texts,
      segments: usage.segments,
      inputTokens: sql<number>`0`.as('input_tokens'),
      outputTokens: sql<number>`0`.as('output_tokens'),
    })
    .from(usage)
    .where(within(usage, filter))
  const spent = tx
    .select({
      userId: tokenUsage.userId,
      day: tokenUsage.day,
      texts: sql<number>`0`.as('texts'),
      segments: sql<number>`0`.as('segments'),
      inputTokens: tokenUsage.inputTokens,
      outputTokens: tokenUsage.outputTokens,
    })
    .from(tokenUsage)
    .where(within(tokenUsage, filter))
  return unionAll(texted, spent).as('accounts')
}

function within(
  table: typeof usage | typeof tokenUsage,
  { userId, sinceDay }: AccountFilter,
): SQL | undefined {
  return and(
    userId ? eq(table.userId, userId) : undefined,
    sinceDay ? gte(table.day, sinceDay) : undefined,
  )
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
