import { expect, test } from 'vitest'
import { ago } from '../../src/cli/ago.ts'

const NOW = Date.UTC(2026, 10, 20, 12)
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

test.for([
  [0, 'just now'],
  [-HOUR_MS, 'just now'],
  [MINUTE_MS - 1, 'just now'],
  [MINUTE_MS, '1 minute ago'],
  [HOUR_MS - 1, '59 minutes ago'],
  [HOUR_MS, '1 hour ago'],
  [2 * HOUR_MS, '2 hours ago'],
  [DAY_MS - 1, '23 hours ago'],
  [DAY_MS, '1 day ago'],
  [7 * DAY_MS - 1, '6 days ago'],
  [7 * DAY_MS, '2026-11-13'],
] as const)('what was %i ms ago was %s', ([ms, words]) => {
  expect(ago(NOW - ms, NOW, 'UTC')).toBe(words)
})

test("the day is that of the household's time zone", () => {
  expect(ago(NOW - 7 * DAY_MS, NOW, 'Pacific/Auckland')).toBe('2026-11-14')
})
