import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from './open.ts'
import { usage } from './schema/records.ts'

export type Usage = typeof usage.$inferSelect
export type Cost = Omit<Usage, 'userId' | 'day'>

const NOTHING: Cost = { texts: 0, segments: 0, promptTokens: 0, completionTokens: 0 }

export function addUsage(tx: Tx, userId: string, day: string, added: Partial<Cost>): void {
  const cost = { ...NOTHING, ...added }
  tx.insert(usage)
    .values({ userId, day, ...cost })
    .onConflictDoUpdate({
      target: [usage.userId, usage.day],
      set: {
        texts: sql`${usage.texts} + ${cost.texts}`,
        segments: sql`${usage.segments} + ${cost.segments}`,
        promptTokens: sql`${usage.promptTokens} + ${cost.promptTokens}`,
        completionTokens: sql`${usage.completionTokens} + ${cost.completionTokens}`,
      },
    })
    .run()
}

/** How many of a user's texts had a turn that began on `day`. */
export function textsOn(tx: Tx, userId: string, day: string): number {
  const row = tx
    .select({ texts: usage.texts })
    .from(usage)
    .where(and(eq(usage.userId, userId), eq(usage.day, day)))
    .get()
  return row?.texts ?? 0
}
