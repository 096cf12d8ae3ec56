import { type Budget, createBudget } from '../turns/budget.ts'
import { createLimitNews } from '../turns/limit-news.ts'
import type { AnsweringParts } from './parts.ts'

type Parts = Pick<AnsweringParts, 'config' | 'store' | 'now'>

export function createMonthsBudget({ config, store, now }: Parts): Budget {
  const { limits, llmPrices: prices, timeZone } = config
  return createBudget({ store: store.limits, limits, prices, timeZone, now })
}

/** What an admin's `status` says of the limits. */
export function createNews(parts: Parts): () => Promise<string[]> {
  const { config, store, now } = parts
  const budget = createMonthsBudget(parts)
  return createLimitNews({ people: store.limits.people, budget, timeZone: config.timeZone, now })
}
