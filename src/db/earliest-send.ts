import { restoredAt } from './milestones.ts'
import type { OutboxRow } from './outbox.ts'
import type { Tx } from './tx.ts'

const DAY_MS = 24 * 60 * 60_000

/**
 * From when on a row may have gone out, in epoch milliseconds: a day before it was queued, because
 * the clock that dated it may have been wrong. Whatever else went out in that day with the same
 * words has its own row, but for what went out between a backup and its restore.
 */
export function earliestSend(
  tx: Tx,
  { createdAt }: Pick<OutboxRow, 'createdAt'>,
  now: number,
): number {
  const restored = restoredAt(tx) ?? 0
  if (createdAt < restored) return createdAt
  return Math.max(Math.min(createdAt, now) - DAY_MS, restored)
}
