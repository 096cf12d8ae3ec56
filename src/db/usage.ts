import { sql } from 'drizzle-orm'
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
