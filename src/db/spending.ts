import { and, gte, lt, sql } from 'drizzle-orm'
import { isUnsent } from './outbox.ts'
import { given, prepared } from './prepared.ts'
import { tokenUsage, usage } from './schema/records.ts'
import { outbox } from './schema/texts.ts'
import type { Tx } from './tx.ts'

/** What everyone together took. */
export interface Spending {
  segments: number
  /** Of each model once. */
  tokens: Array<{ model: string; inputTokens: number; outputTokens: number }>
}

/** From a day, `2026-11-20`, up to another that is not included. */
export function spentBetween(tx: Tx, from: string, before: string): Spending {
  return {
    segments: segmentsBetween(tx).get({ from, before })?.segments ?? 0,
    tokens: tokensBetween(tx).all({ from, before }),
  }
}

const segmentsBetween = prepared((tx) =>
  tx
    .select({ segments: sql<number>`coalesce(sum(${usage.segments}), 0)` })
    .from(usage)
    .where(and(gte(usage.day, given('from')), lt(usage.day, given('before')))),
)

const tokensBetween = prepared((tx) =>
  tx
    .select({
      model: tokenUsage.model,
      inputTokens: sql<number>`sum(${tokenUsage.inputTokens})`,
      outputTokens: sql<number>`sum(${tokenUsage.outputTokens})`,
    })
    .from(tokenUsage)
    .where(and(gte(tokenUsage.day, given('from')), lt(tokenUsage.day, given('before'))))
    .groupBy(tokenUsage.model),
)

/** The segments that are queued and will count once they are sent. */
export function unsentSegments(tx: Tx): number {
  return segmentsUnsent(tx).get()?.segments ?? 0
}

const segmentsUnsent = prepared((tx) =>
  tx
    .select({ segments: sql<number>`coalesce(sum(${outbox.segments}), 0)` })
    .from(outbox)
    .where(isUnsent),
)
