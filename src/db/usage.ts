import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from './open.ts'
import { usage } from './schema/records.ts'

export type Usage = typeof usage.$inferSelect
export type Cost = Omit<Usage, 'userId' | 'day'>

export function addUsage(tx: Tx, userId: string, day: string, cost: Cost): void {
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

export function findUsage(tx: Tx, userId: string, day: string): Usage | undefined {
  return tx
    .select()
    .from(usage)
    .where(and(eq(usage.userId, userId), eq(usage.day, day)))
    .get()
}
