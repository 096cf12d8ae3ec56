const DAY_MS = 86_400_000

export interface CalendarQuery {
  start?: string
  end?: string
  unmonitored?: string
  includeSeries?: string
}

/** Whether a date is asked for; without limits that is today, in UTC, and the day after. */
export function createWindow({ start, end }: CalendarQuery, now: number) {
  const from = start ? Date.parse(start) : Math.floor(now / DAY_MS) * DAY_MS
  const to = end ? Date.parse(end) : Math.floor(now / DAY_MS) * DAY_MS + 2 * DAY_MS
  return (date: Date): boolean => date.getTime() >= from && date.getTime() <= to
}
