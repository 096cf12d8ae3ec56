import type { Limits } from './limits.ts'
import type { Settings } from './settings.ts'

type LimitSettings = Pick<
  Settings,
  | 'MONTHLY_BUDGET'
  | 'REQUESTS_PER_WEEK'
  | 'REQUEST_GB_PER_WEEK'
  | 'SEGMENT_PRICE'
  | 'TEXTS_PER_DAY'
  | 'TEXTS_PER_MINUTE'
  | 'TOKENS_PER_DAY'
>

const BYTES_PER_GB = 1e9

export function limitsOf(settings: LimitSettings): Limits {
  return {
    textsPerMinute: settings.TEXTS_PER_MINUTE,
    textsPerDay: settings.TEXTS_PER_DAY,
    tokensPerDay: limitOf(settings.TOKENS_PER_DAY),
    requestsPerWeek: limitOf(settings.REQUESTS_PER_WEEK),
    requestBytesPerWeek: limitOf(settings.REQUEST_GB_PER_WEEK) * BYTES_PER_GB,
    monthlyBudget: limitOf(settings.MONTHLY_BUDGET),
    segmentPrice: settings.SEGMENT_PRICE,
  }
}

export const limitOf = (setting: number | 'none') => (setting === 'none' ? Infinity : setting)
