import { expect, test } from 'vitest'
import { median, percentile, summarise } from '../../bench/latencies.ts'

test('a percentile is the smallest value that so many of all do not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1)

  expect([50, 99, 100, 1].map((percent) => percentile(hundred, percent))).toEqual([50, 99, 100, 1])
  expect(percentile([7], 99)).toBe(7)
  expect(percentile([], 50)).toBeNaN()
})

test('a summary sorts by number and keeps the slowest', () => {
  const latencies = [10, 9, 100, 1]

  expect(summarise(latencies)).toEqual({ count: 4, p50Ms: 9, p99Ms: 100, maxMs: 100 })
  expect(latencies).toEqual([10, 9, 100, 1])
  expect(median([3, 100, 20])).toBe(20)
})
