import { minuteOfDay } from './local-time.ts'

const MINUTE_MS = 60_000
const MINUTES_PER_DAY = 24 * 60

const TIME = String.raw`(\d{1,2})(?:[:.]([0-5]\d))?\s*([ap]m)?`
const SPAN = new RegExp(`^(?:from )?${TIME}\\s*(?:-|–|to|until|till)\\s*${TIME}$`, 'i')

/**
 * `22-7`, `22:00-07:00` or `10pm to 7am` as it is stored, `22:00-07:00`. Where only the end is am
 * or pm nobody knows which half of the day begins it, and what ends as it begins is no span.
 */
export function parseQuietHours(written: string): string | undefined {
  const [, hour, minute, half, endHour, endMinute, endHalf] = SPAN.exec(written.trim()) ?? []
  if (endHalf && !half) return undefined
  const start = toClock(hour, minute, half)
  const end = toClock(endHour, endMinute, endHalf)
  return start && end && start !== end ? `${start}-${end}` : undefined
}

function toClock(hour = '', minute = '00', half = ''): string | undefined {
  const hours = half ? inHalf(Number(hour), half) : Number(hour)
  const isHour = hour !== '' && (hours < 24 || (hours === 24 && minute === '00'))
  return isHour ? `${String(hours % 24).padStart(2, '0')}:${minute}` : undefined
}

function inHalf(hour: number, half: string): number {
  if (hour < 1 || hour > 12) return NaN
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
}

/** `22:00-07:00` as people write it: `22:00-7:00`. */
export function quietHoursInWords(hours: string): string {
  return hours.replaceAll(/\b0(?=\d:)/g, '')
}

/**
 * When the quiet hours end that `at` lies in, in epoch milliseconds; undefined outside of them. Read
 * off the clock of the zone minute by minute, so that an hour that is skipped or comes twice is
 * neither missed nor waited for. At most a day later, when they are looked at anew.
 */
export function quietUntil(hours: string, at: number, timeZone: string): number | undefined {
  const [start = 0, end = 0] = hours.split('-').map(toMinutes)
  const isQuiet = (moment: number) => {
    const minute = minuteOfDay(moment, timeZone)
    return start < end ? start <= minute && minute < end : start <= minute || minute < end
  }
  if (!isQuiet(at)) return undefined
  const last = at + MINUTES_PER_DAY * MINUTE_MS
  let moment = at - (at % MINUTE_MS) + MINUTE_MS
  while (moment < last && isQuiet(moment)) moment += MINUTE_MS
  return moment
}

function toMinutes(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}
