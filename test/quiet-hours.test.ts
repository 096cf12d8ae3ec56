import { expect, test } from 'vitest'
import { parseQuietHours, quietHoursInWords, quietUntil } from '../src/quiet-hours.ts'

test.for([
  ['22-7', '22:00-07:00'],
  ['22:00-07:00', '22:00-07:00'],
  ['10pm to 7am', '22:00-07:00'],
  ['10 PM - 7', '22:00-07:00'],
  ['from 21.30 until 6:15', '21:30-06:15'],
  ['12am-12pm', '00:00-12:00'],
  ['22 – 24', '22:00-00:00'],
  ['13-15', '13:00-15:00'],
] as const)('"%s" are quiet hours', ([written, stored]) => {
  expect(parseQuietHours(written)).toBe(stored)
})

test.for(['', 'place', '22', '22-22', '10-7am', '25-7', '22:60-7', '13pm-7am', '24:30-7', '1-2-3'])(
  '"%s" are none',
  (written) => {
    expect(parseQuietHours(written)).toBeUndefined()
  },
)

test('they are written as people write them', () => {
  expect(quietHoursInWords('22:00-07:00')).toBe('22:00-7:00')
  expect(quietHoursInWords('00:00-10:05')).toBe('0:00-10:05')
})

test.for([
  ['before midnight', '22:00-07:00', '2026-11-20T22:00:00Z', '2026-11-21T07:00:00Z', 'UTC'],
  ['after midnight', '22:00-07:00', '2026-11-21T06:59:59.999Z', '2026-11-21T07:00:00Z', 'UTC'],
  ['within one day', '13:00-15:00', '2026-11-20T13:30:05Z', '2026-11-20T15:00:00Z', 'UTC'],
  ['in another zone', '22:00-07:00', '2026-11-20T14:00Z', '2026-11-20T22:00Z', 'Asia/Tokyo'],
  ['of half an hour', '22:00-07:00', '2026-11-20T20:00Z', '2026-11-21T01:30Z', 'Asia/Kolkata'],
  ['in a short night', '22:00-07:00', '2026-03-28T22:00Z', '2026-03-29T05:00Z', 'Europe/Berlin'],
  ['in a long night', '22:00-07:00', '2026-10-24T21:00Z', '2026-10-25T06:00Z', 'Europe/Berlin'],
  ['up to no time', '22:00-02:30', '2026-03-29T00:50Z', '2026-03-29T01:00Z', 'Europe/Berlin'],
  ['up to a time twice', '22:00-02:30', '2026-10-25T00:10Z', '2026-10-25T00:30Z', 'Europe/Berlin'],
  [
    'that last for longer than a day, after a day, and are looked at anew:',
    '07:00-06:59',
    '2026-10-24T05:00Z',
    '2026-10-25T05:00Z',
    'Europe/Berlin',
  ],
] as const)('quiet hours %s end', ([, hours, at, end, timeZone]) => {
  expect(quietUntil(hours, Date.parse(at), timeZone)).toBe(Date.parse(end))
})

test.for([
  ['2026-11-20T07:00:00Z', '22:00-07:00'],
  ['2026-11-20T21:59:59.999Z', '22:00-07:00'],
  ['2026-11-20T15:00:00Z', '13:00-15:00'],
] as const)('%s is outside of %s', ([at, hours]) => {
  expect(quietUntil(hours, Date.parse(at), 'UTC')).toBeUndefined()
})
