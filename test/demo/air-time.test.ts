import { expect, test } from 'vitest'
import { airTime } from '../../src/demo/air-time.ts'

const localTime = (hours: number, minutes = 0) => new Date(2026, 10, 20, hours, minutes).getTime()

test.for([
  ['the morning', localTime(9)],
  ['the evening', localTime(20)],
  ['the last hour of the day', localTime(23, 30)],
] as const)(
  'what airs today and in two days, seen in %s, is still to come and on its day',
  ([, now]) => {
    const today = airTime(now, 0)
    const later = airTime(now, 2)

    expect(today.getTime()).toBeGreaterThan(now)
    expect(today.getDate()).toBe(20)
    expect(later.getDate()).toBe(22)
  },
)
