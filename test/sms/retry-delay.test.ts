import { expect, test } from 'vitest'
import { retryDelayMs } from '../../src/sms/retry-delay.ts'

const ALMOST_1 = 1 - 2 ** -30

test.for([
  [1, 2_000],
  [2, 4_000],
  [3, 8_000],
  [4, 16_000],
  [5, 32_000],
  [6, 64_000],
  [7, 128_000],
  [8, 256_000],
  [9, 300_000],
  [10, 300_000],
  [10_000, 300_000],
] as const)('after try %i it waits any time from nothing up to %i ms', ([attempts, ceilingMs]) => {
  expect(retryDelayMs(attempts, () => 0)).toBe(0)
  expect(retryDelayMs(attempts, () => 0.25)).toBe(ceilingMs / 4)
  expect(retryDelayMs(attempts, () => ALMOST_1)).toBe(ceilingMs - 1)
})

test.for([
  [1, 30_000, 0, 30_000],
  [1, 30_000, 0.5, 31_000],
  [3, 30_000, 0.5, 34_000],
  [9, 200_000, 0.5, 300_000],
  [1, 3_600_000, 0, 300_000],
] as const)(
  'after try %i and asked for %i ms, at %f of the range, it waits %i ms',
  ([attempts, askedForMs, at, expected]) => {
    expect(retryDelayMs(attempts, () => at, askedForMs)).toBe(expected)
  },
)
