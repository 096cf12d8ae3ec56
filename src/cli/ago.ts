import { dayOf } from '../local-time.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS

const words = new Intl.RelativeTimeFormat('en')

/**
 * How long ago `at` was: `just now`, `5 minutes ago`, `2 hours ago`, `3 days ago`, and the day in
 * a time zone after a week. Both are epoch milliseconds; a clock that has been set back is no future.
 */
export function ago(at: number, now: number, timeZone: string): string {
  const passed = now - at
  if (passed < MINUTE_MS) return 'just now'
  if (passed < HOUR_MS) return words.format(-Math.floor(passed / MINUTE_MS), 'minute')
  if (passed < DAY_MS) return words.format(-Math.floor(passed / HOUR_MS), 'hour')
  if (passed < WEEK_MS) return words.format(-Math.floor(passed / DAY_MS), 'day')
  return dayOf(at, timeZone)
}
