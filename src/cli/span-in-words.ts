import { counted } from '../counted.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** A span of time for a column: `350 ms`, `2.5 s`, `12 min`, `3 h`, `2 days`. */
export function spanInWords(ms: number): string {
  const span = Math.max(ms, 0)
  if (span < SECOND_MS) return `${Math.round(span)} ms`
  if (span < MINUTE_MS) return `${Math.floor(span / 100) / 10} s`
  if (span < HOUR_MS) return `${Math.floor(span / MINUTE_MS)} min`
  if (span < DAY_MS) return `${Math.floor(span / HOUR_MS)} h`
  return counted(Math.floor(span / DAY_MS), 'day')
}
