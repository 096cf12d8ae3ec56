import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from './open.ts'
import { given, prepared } from './prepared.ts'
import { usage } from './schema/records.ts'

export type Usage = typeof usage.$inferSelect
export type Cost = Omit<Usage, 'userId' | 'day'>

const NOTHING: Cost = { texts: 0, segments: 0, promptTokens: 0, completionTokens: 0 }

export function addUsage(tx: Tx, userId: string, day: string, added: Partial<Cost>): void {
  addition(tx).run({ userId, day, ...NOTHING, ...added })
}

const addition = prepared((tx) =>
  tx
    .insert(usage)
    .values({
      userId: given('userId'),
      day: given('day'),
      texts: given('texts'),
      segments: given('segments'),
      promptTokens: given('promptTokens'),
      completionTokens: given('completionTokens'),
    })
    .onConflictDoUpdate({
      target: [usage.userId, usage.day],
      set: {
        texts: sql`${usage.texts} + excluded.texts`,
        segments: sql`${usage.segments} + excluded.segments`,
        promptTokens: sql`${usage.promptTokens} + excluded.prompt_tokens`,
        completionTokens: sql`${usage.completionTokens} + excluded.completion_tokens`,
      },
    }),
)

/** How many of a user's texts had a turn that began on `day`. */
export function textsOn(tx: Tx, userId: string, day: string): number {
  return textsOfDay(tx).get({ userId, day })?.texts ?? 0
}

const textsOfDay = prepared((tx) =>
  tx
    .select({ texts: usage.texts })
    .from(usage)
    .where(and(eq(usage.userId, given('userId')), eq(usage.day, given('day')))),
)
