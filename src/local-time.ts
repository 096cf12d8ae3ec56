const HOUR_MS = 60 * 60_000
export const DAY_MS = 24 * HOUR_MS
export const WEEK_MS = 7 * DAY_MS

/** `Fri 20 Nov 2026, 21:05` in a time zone. */
export function timeInWords(at: number, timeZone: string): string {
  const { weekday, day, month, year, hour, minute } = partsOf(at, timeZone)
  return `${weekday} ${Number(day)} ${month} ${year}, ${hour}:${minute}`
}

/** `21:05:07.120` in a time zone. */
export function clockInWords(at: number, timeZone: string): string {
  const { hour, minute, second } = partsOf(at, timeZone)
  return `${hour}:${minute}:${second}.${String(at % 1000).padStart(3, '0')}`
}

/** How many minutes of its day the clock shows, from 0 to 1439. */
export function minuteOfDay(at: number, timeZone: string): number {
  const { hour, minute } = partsOf(at, timeZone)
  return Number(hour) * 60 + Number(minute)
}

/** `21:05` for a moment of the same day, else a date. */
export function momentInWords(at: number, now: number, timeZone: string): string {
  const { hour, minute } = partsOf(at, timeZone)
  const isToday = dayOf(at, timeZone) === dayOf(now, timeZone)
  return isToday ? `${hour}:${minute}` : dateInWords(at, now, timeZone)
}

/** `Tue 24 Nov`, and `12 Mar 2027` where the year is another one. */
export function dateInWords(at: number, now: number, timeZone: string): string {
  const { weekday, day, month, year } = partsOf(at, timeZone)
  const { year: thisYear } = partsOf(now, timeZone)
  const date = `${Number(day)} ${month}`
  return year === thisYear ? `${weekday} ${date}` : `${date} ${year}`
}

/** `Tue` for a day of the week that begins today, a date after it. */
export function weekdayInWords(at: number, now: number, timeZone: string): string {
  const { weekday } = partsOf(at, timeZone)
  const isThisWeek = at < startOfDayAfter(now, 7, timeZone)
  return isThisWeek ? `${weekday}` : dateInWords(at, now, timeZone)
}

/** `2026-11-20` in a time zone: the day on which something counts. */
export function dayOf(at: number, timeZone: string): string {
  return dayFormat(timeZone).format(at)
}

/** When that day began, in epoch milliseconds. */
export function startOfDay(at: number, timeZone: string): number {
  const { hour, minute, second } = partsOf(at, timeZone)
  const sinceMidnight = (Number(hour) * 60 + Number(minute)) * 60 + Number(second)
  const midnight = at - (at % 1000) - sinceMidnight * 1000
  const day = dayOf(at, timeZone)
  const isBeginning = dayOf(midnight, timeZone) === day && dayOf(midnight - 1, timeZone) !== day
  // The clocks have changed since it began.
  return isBeginning ? midnight : (beginningOfDay(day, timeZone) ?? midnight)
}

/** When the day begins that is `days` after it, in epoch milliseconds. */
export function startOfDayAfter(at: number, days: number, timeZone: string): number {
  const later = beginningOfDay(daysAfter(dayOf(at, timeZone), days), timeZone)
  // Where a zone has left out that day.
  return later ?? startOfDay(at, timeZone) + days * DAY_MS
}

/** From a first to a last moment, in epoch milliseconds. */
export interface Period {
  since: number
  until: number
}

/** The first and the last millisecond of that day. */
export function dayAround(at: number, timeZone: string): Period {
  return { since: startOfDay(at, timeZone), until: startOfDayAfter(at, 1, timeZone) - 1 }
}

/**
 * When a day such as `2026-11-20` begins in a time zone, to the millisecond, in epoch milliseconds;
 * undefined where there is no such day.
 */
export function beginningOfDay(day: string, timeZone: string): number | undefined {
  const noon = Date.parse(`${day}T12:00:00Z`)
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(noon)) return undefined
  // No zone is more than 14 hours off, and days only go up.
  let before = noon - 36 * HOUR_MS
  let within = noon + 36 * HOUR_MS
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2)
    if (dayOf(middle, timeZone) < day) before = middle
    else within = middle
  }
  return dayOf(within, timeZone) === day ? within : undefined
}

/** The day that is `count` days after another one, or before it. */
export function daysAfter(day: string, count: number): string {
  const noon = Date.parse(`${day}T12:00:00Z`)
  return dayOf(noon + count * DAY_MS, 'UTC')
}

/** The first day of the month after that of a day. */
export function nextMonthOf(day: string): string {
  return `${daysAfter(`${day.slice(0, 7)}-28`, 4).slice(0, 7)}-01`
}

function partsOf(at: number, timeZone: string): Partial<Record<string, string>> {
  const parts = partsFormat(timeZone).formatToParts(at)
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]))
}

const dayFormat = onceForEachZone('en-CA', {})
const partsFormat = onceForEachZone('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

/** Making a format takes fifty times as long as using it, and a household has one zone. */
function onceForEachZone(locale: string, options: Intl.DateTimeFormatOptions) {
  const formats = new Map<string, Intl.DateTimeFormat>()
  return (timeZone: string): Intl.DateTimeFormat => {
    const known = formats.get(timeZone)
    if (known) return known
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone })
    formats.set(timeZone, format)
    return format
  }
}
