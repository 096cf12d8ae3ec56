const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/**
 * Some hours after `now`, so many days later, but never on the next day: what is to come today is
 * still to come whenever the demo starts.
 */
export function airTime(now: number, inDays: number): Date {
  const day = now + inDays * DAY_MS
  const lastMinute = new Date(day).setHours(23, 59, 0, 0)
  return new Date(Math.min(day + 9 * HOUR_MS, lastMinute))
}

/** A date a week later, `weeks` times. */
export function weeksAfter(date: Date, weeks: number): Date {
  return new Date(date.getTime() + weeks * 7 * DAY_MS)
}
