import { costOf, type Price } from '../accounts/prices.ts'
import type { Spending } from '../db/spending.ts'
import type { Limits, OverLimit } from '../limits.ts'
import { dayOf, nextMonthOf } from '../local-time.ts'
import type { Store } from '../store/store.ts'

export interface BudgetOptions {
  store: Pick<Store['limits'], 'spentBetween' | 'unsentSegments'>
  limits: Pick<Limits, 'monthlyBudget' | 'segmentPrice'>
  prices: readonly Price[]
  /** The household's, as an IANA name. */
  timeZone: string
  now: () => number
}

export type Budget = ReturnType<typeof createBudget>

// A turn that began before midnight counts on the day before, and is over by then.
const KEPT_MS = 60_000

/**
 * What the household's month has cost so far. The days before today are summed up once a minute at
 * most and today's each time, so that a text costs no more at the end of a month.
 */
export function createBudget({ store, limits, prices, timeZone, now }: BudgetOptions) {
  const { monthlyBudget: max, segmentPrice } = limits
  let earlier: { day: string; readAt: number; amount: number } | undefined

  async function earlierThan(day: string, firstDay: string): Promise<number> {
    const ageMs = earlier?.day === day ? now() - earlier.readAt : Infinity
    if (earlier && ageMs >= 0 && ageMs < KEPT_MS) return earlier.amount
    const readAt = now()
    const amount = amountOf(await store.spentBetween(firstDay, day))
    earlier = { day, readAt, amount }
    return amount
  }

  function amountOf({ segments, tokens }: Spending): number {
    return (costOf(tokens, prices).amount ?? 0) + segments * segmentPrice
  }

  async function spent(): Promise<number> {
    const day = dayOf(now(), timeZone)
    const firstDay = `${day.slice(0, 7)}-01`
    const today = amountOf(await store.spentBetween(day, nextMonthOf(day)))
    // What is queued will be sent, and a whole queue of it may be behind an outage.
    const queued = segmentPrice > 0 ? (await store.unsentSegments()) * segmentPrice : 0
    return (await earlierThan(day, firstDay)) + today + queued
  }

  return {
    /** The share of the month's budget that is spent; undefined where there is none. */
    share: async (): Promise<number | undefined> =>
      max === Infinity ? undefined : max > 0 ? (await spent()) / max : 1,

    /** Undefined while there is money left, or no end of it. */
    over: async (): Promise<OverLimit<'monthly_budget'> | undefined> => {
      if (max === Infinity) return undefined
      const value = await spent()
      return value >= max ? { limit: 'monthly_budget', value, max } : undefined
    },
  }
}
