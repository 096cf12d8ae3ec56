import { eq, sql } from 'drizzle-orm'
import type { Milestone } from './column-types.ts'
import { milestones } from './schema/records.ts'
import type { Tx } from './tx.ts'

/** Whether it is of a version that keeps them. */
export function hasMilestones(tx: Tx): boolean {
  return tx.get(sql`select 1 from sqlite_schema where name = 'milestones'`) !== undefined
}

/** Keeps when something happened for the first time. */
export function markFirst(tx: Tx, name: Milestone, at: number): void {
  tx.insert(milestones).values({ name, at }).onConflictDoNothing().run()
}

/** Keeps when something happened for the last time. */
export function markLast(tx: Tx, name: Milestone, at: number): void {
  tx.insert(milestones)
    .values({ name, at })
    .onConflictDoUpdate({ target: milestones.name, set: { at } })
    .run()
}

/** Epoch milliseconds; undefined when it never happened. */
export function milestoneAt(tx: Tx, name: Milestone): number | undefined {
  return tx.select().from(milestones).where(eq(milestones.name, name)).get()?.at
}

/** When it was last put back from a backup, in epoch milliseconds. */
export const restoredAt = (tx: Tx) => milestoneAt(tx, 'restored')

/** Since when texts are this database's to answer: its first start, or a later restore. */
export function answersSince(tx: Tx): number | undefined {
  const start = milestoneAt(tx, 'first_start')
  return start === undefined ? undefined : Math.max(start, restoredAt(tx) ?? start)
}

/** Leaves every row as it is, by the way that every change takes to the disk. */
export function rewriteHeader(tx: Tx): void {
  // Of a row it would be a change, and go to a copy elsewhere each time that somebody asks.
  tx.run(sql`pragma user_version = 0`)
}
