import type { Requested } from '../db/request-usage.ts'
import type { Limits, OverLimit } from '../limits.ts'
import { dateInWords, dayOf, momentInWords, WEEK_MS } from '../local-time.ts'
import type { Store } from '../store/store.ts'
import type { ToolContext } from '../tools/tool.ts'
import { sizeInWords } from '../tools/wording.ts'

export interface RequestLimitOptions {
  store: Store['limits']
  limits: Pick<Limits, 'requestsPerWeek' | 'requestBytesPerWeek'>
  /** The household's, as an IANA name. */
  timeZone: string
  now: () => number
}

type Caller = Pick<ToolContext, 'user' | 'sid' | 'channel'>

/** What a tool call may ask about the week of the person who texted; admins have no limit. */
export function createRequestLimit({ store, limits, timeZone, now }: RequestLimitOptions) {
  const { requestsPerWeek, requestBytesPerWeek } = limits
  const isLimited = requestsPerWeek < Infinity || requestBytesPerWeek < Infinity

  return ({ user, sid, channel }: Caller): ToolContext['limits'] => ({
    check: async (sizeBytes) => {
      if (user.role === 'admin' || !isLimited || sizeBytes === 0) return undefined
      const at = now()
      const week = await store.requestedSince(user.id, at - WEEK_MS)
      const over = overWeek(week, sizeBytes ?? 0, limits)
      if (!over) return undefined
      await store.note({ user, text: { sid, channel }, over, day: dayOf(at, timeZone) })
      return inWords(over, sizeBytes ?? 0, (then) => whenInWords(then, at, timeZone))
    },
  })
}

interface OverWeek extends OverLimit {
  /** From when on there is room; undefined where there never will be. */
  freeAt: number | undefined
}

/** Whether one more of `sizeBytes` is too much after those of a week, the oldest first. */
function overWeek(
  week: readonly Requested[],
  sizeBytes: number,
  { requestsPerWeek, requestBytesPerWeek }: RequestLimitOptions['limits'],
): OverWeek | undefined {
  const sizeFrom = (index: number) =>
    week.slice(index).reduce((sum, row) => sum + (row.sizeBytes ?? 0), 0)
  // How many of the oldest have to be over a week ago until there is room.
  const gone = [...week.keys(), week.length].find(
    (index) =>
      week.length - index < requestsPerWeek && sizeFrom(index) + sizeBytes <= requestBytesPerWeek,
  )
  if (gone === 0) return undefined
  const last = gone === undefined ? undefined : week[gone - 1]
  const freeAt = last && last.at + WEEK_MS
  return week.length >= requestsPerWeek
    ? { limit: 'requests_per_week', value: week.length, max: requestsPerWeek, freeAt }
    : { limit: 'request_bytes_per_week', value: sizeFrom(0), max: requestBytesPerWeek, freeAt }
}

function inWords(
  { limit, value, max, freeAt }: OverWeek,
  sizeBytes: number,
  toWords: (at: number) => string,
): string {
  const when = freeAt === undefined ? undefined : toWords(freeAt)
  if (limit === 'requests_per_week') {
    const taken = value === 1 ? '1 film or show' : `${value} films and shows`
    const end = when === undefined ? '' : ` The next one can go in ${when}.`
    return `That's ${taken} this week, the limit.${end}`
  }
  const size = `This one takes about ${sizeInWords(sizeBytes)}, and the limit is ${sizeInWords(max)} a week.`
  return when === undefined ? size : `${size} It can go in ${when}.`
}

// A minute that has begun has to be over first.
const WHOLE_MINUTE_MS = 59_999

/** `at 14:05` of the same day, else `on Tue 1 Dec`. */
function whenInWords(at: number, now: number, timeZone: string): string {
  const isToday = dayOf(at, timeZone) === dayOf(now, timeZone)
  return isToday
    ? `at ${momentInWords(at + WHOLE_MINUTE_MS, now, timeZone)}`
    : `on ${dateInWords(at, now, timeZone)}`
}
