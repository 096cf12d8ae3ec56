import { expect, test } from 'vitest'
import {
  beginningOfDay,
  dayAround,
  daysAfter,
  startOfDay,
  weekdayInWords,
} from '../src/local-time.ts'

test.for([
  ['2026-11-20', 'UTC', '2026-11-20T00:00:00.000Z'],
  ['2026-11-20', 'Europe/Berlin', '2026-11-19T23:00:00.000Z'],
  ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
  ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
  ['2026-11-20', 'Pacific/Kiritimati', '2026-11-19T10:00:00.000Z'],
  ['2026-11-20', 'Pacific/Pago_Pago', '2026-11-20T11:00:00.000Z'],
  // The clocks go on at midnight there: the day begins at one.
  ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
] as const)('%s begins in %s at %s', ([day, timeZone, at]) => {
  expect(beginningOfDay(day, timeZone)).toBe(Date.parse(at))
})

test.for([
  ['2026-03-29', 'Europe/Berlin'],
  ['2026-10-25', 'Europe/Berlin'],
  ['2018-11-04', 'America/Sao_Paulo'],
  // The clocks go back at one: midnight comes twice.
  ['2026-11-01', 'America/Havana'],
  ['2026-11-20', 'UTC'],
] as const)('each moment of %s in %s knows when the day began', ([day, timeZone]) => {
  const began = beginningOfDay(day, timeZone) ?? NaN
  const next = beginningOfDay(daysAfter(day, 1), timeZone) ?? NaN

  for (const at of [began, began + 1, began + 5 * 1_800_000, began + 9 * 3_600_000, next - 1]) {
    expect(startOfDay(at, timeZone)).toBe(began)
  }
})

test.for(['2026-02-30', '2026-13-01', 'yesterday', '2026-1-1', '2026-11-20T00:00'])(
  '%s is no day',
  (day) => {
    expect(beginningOfDay(day, 'UTC')).toBeUndefined()
  },
)

test('days are counted as the calendar has them', () => {
  expect(daysAfter('2026-03-01', -1)).toBe('2026-02-28')
  expect(daysAfter('2026-12-31', 1)).toBe('2027-01-01')
})

test('a week in which the clocks change has seven days to its end, and each of them its hours', () => {
  const at = (time: string) => Date.parse(time)
  const now = at('2026-10-20T10:00:00Z')

  expect(weekdayInWords(at('2026-10-26T22:59:59Z'), now, 'Europe/Berlin')).toBe('Mon')
  expect(weekdayInWords(at('2026-10-26T23:00:00Z'), now, 'Europe/Berlin')).toBe('Tue 27 Oct')
  expect(dayAround(at('2026-10-25T10:00:00Z'), 'Europe/Berlin')).toEqual({
    since: at('2026-10-24T22:00:00Z'),
    until: at('2026-10-25T22:59:59.999Z'),
  })
})
