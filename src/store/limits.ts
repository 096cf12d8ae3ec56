import { type BudgetNotice, noticeBudget } from '../db/budget-notice.ts'
import { peopleOverLimits } from '../db/people-over-limits.ts'
import { type Excess, noteExcess } from '../db/refusals.ts'
import { requestedSince } from '../db/request-usage.ts'
import { spentBetween, unsentSegments } from '../db/spending.ts'
import { tokensOn } from '../db/usage.ts'
import type { Transactions } from './commit-queue.ts'

/** What counts toward the limits, and who came to one. */
export function createLimitsStore({ read, write, now }: Transactions) {
  return {
    tokensOn: (userId: string, day: string) => read((tx) => tokensOn(tx, userId, day)),

    spentBetween: (from: string, before: string) => read((tx) => spentBetween(tx, from, before)),

    unsentSegments: () => read(unsentSegments),

    requestedSince: (userId: string, since: number) =>
      read((tx) => requestedSince(tx, userId, { since, until: now() })),

    note: (excess: Excess) => write((tx) => noteExcess(tx, excess, now())),

    noticeBudget: (notice: BudgetNotice) => write((tx) => noticeBudget(tx, notice, now())),

    people: (day: string, since: number) => read((tx) => peopleOverLimits(tx, day, since)),
  }
}
