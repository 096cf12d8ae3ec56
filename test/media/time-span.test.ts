import { expect, test } from 'vitest'
import { parseTimeSpan } from '../../src/media/time-span.ts'

test.for([
  ['00:00:00', 0],
  ['00:20:31', 1_231_000],
  ['23:59:59', 86_399_000],
  ['00:00:01.5000000', 1500],
  ['00:00:00.1234567', 123],
  ['1.02:03:04', 93_784_000],
  ['12.00:00:00.2500000', 1_036_800_250],
  ['-00:00:05', -5000],
] as const)('%s is %d ms', ([text, milliseconds]) => {
  expect(parseTimeSpan(text)).toBe(milliseconds)
})

test.for(['', '20', '20:31', 'PT20M', '1.5', '00:20:31 left'])('%o is no time span', (text) => {
  expect(parseTimeSpan(text)).toBeUndefined()
})
