import { noticeAdmins } from './admin-requests.ts'
import type { Channel } from './column-types.ts'
import { markLast, milestoneAt } from './milestones.ts'
import type { Tx } from './tx.ts'

export interface BudgetNotice {
  /** Epoch milliseconds. */
  monthBeganAt: number
  body: string
  segments: number
  /** Where an admin is texted who never wrote. */
  channel: Channel
}

/**
 * Queues for each admin, once a month, that the month's money is spent; returns their phones. Kept
 * as a milestone, because the outbox may be pruned within the month.
 */
export function noticeBudget(
  tx: Tx,
  { monthBeganAt, body, segments, channel }: BudgetNotice,
  now: number,
): string[] {
  const toldAt = milestoneAt(tx, 'budget_reached')
  if (toldAt !== undefined && toldAt >= monthBeganAt) return []
  markLast(tx, 'budget_reached', now)
  const notice = { key: `budget:${monthBeganAt}`, body, segments, channel }
  return noticeAdmins(tx, notice, now).map(({ phone }) => phone)
}
