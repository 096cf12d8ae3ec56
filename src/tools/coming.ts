import { z } from 'zod'
import type { Kind } from '../db/column-types.ts'
import { DAY_MS, dayOf, startOfDay, startOfDayAfter, weekdayInWords } from '../local-time.ts'
import type { Airing, Release } from '../media/calendar.ts'
import { allFailed, leftOut, notSetUp, nothingIs } from './failure.ts'
import { askBoth } from './side-by-side.ts'
import { listOf } from './title.ts'
import { defineTool, type ToolContext } from './tool.ts'
import { episodesInShort, shortTitle } from './wording.ts'

const A_WEEK = 7

const Days = z.object({
  days: z.coerce
    .number()
    .int()
    .min(1)
    .max(60)
    .nullish()
    .catch(undefined)
    .describe('How many days ahead; 7 when left out'),
})

interface Coming {
  /** Epoch milliseconds. */
  at: number
  day: string
  /** `Severance S3E1`, `Mickey 17 (digital)` */
  name: string
  title: string
  year: number
  kind: Kind
}

export const coming = defineTool({
  name: 'coming',
  description: 'What airs or comes out in the next days, of the films and shows that are wanted.',
  modelArgs: Days,
  args: Days,
  isWrite: false,

  async run(args, context) {
    const days = args.days ?? A_WEEK
    const start = startOfDay(context.now(), context.timeZone)
    const end = startOfDayAfter(context.now(), days, context.timeZone)
    const calendars = await askBoth<Coming>(context, undefined, {
      films: async (radarr) =>
        (await radarr.calendar(isoDay(start, context), isoDay(end - 1, context)))
          .filter(({ hasFile }) => !hasFile)
          .map((release) => fromRelease(release, context)),
      shows: async (sonarr) => fromAirings(await sonarr.calendar(start, end), context),
    })
    if (calendars.asked === 0) return notSetUp(context, undefined)
    const failure = allFailed(calendars)
    if (failure) return failure

    const found = calendars.found.toSorted((a, b) => a.at - b.at)
    const span = spanInWords(days)
    const nothing = `${nothingIs(calendars.failures)} coming ${span}.`
    const text = found.length > 0 ? inWords(found, span) : nothing
    const list = found.length > 0 ? listOf(found, 'find') : undefined
    const sentences = [text, ...calendars.failures.map(leftOut)]
    return { type: 'answer', text: sentences.join(' '), ...(list && { list }) }
  },
})

function spanInWords(days: number): string {
  if (days === 1) return 'today'
  return days === A_WEEK ? 'this week' : `in the next ${days} days`
}

function inWords(found: readonly Coming[], span: string): string {
  const beginning = `${span.slice(0, 1).toUpperCase()}${span.slice(1)}`
  return `${beginning}: ${found.map(({ day, name }) => `${day} ${name}`).join(', ')}.`
}

// A release has a day and no hour, so it is the same day in every time zone.
function fromRelease(
  { day, kind, title, year }: Release,
  { now, timeZone }: Pick<ToolContext, 'now' | 'timeZone'>,
): Coming {
  const days = daysBetween(isoDay(now(), { timeZone }), day)
  // At noon, which is on that day also where the clocks change on the way there.
  const at = startOfDay(now(), timeZone) + (days + 0.5) * DAY_MS
  const where = kind === 'cinema' ? 'cinemas' : kind === 'digital' ? 'digital' : 'on disc'
  return {
    at,
    day: weekdayInWords(at, now(), timeZone),
    name: `${shortTitle(title)} (${where})`,
    title,
    year,
    kind: 'film',
  }
}

/** Episodes of one season that air on one day are told together: `Slow Horses S6E1-2`. */
function fromAirings(
  airings: readonly Airing[],
  { now, timeZone }: Pick<ToolContext, 'now' | 'timeZone'>,
): Coming[] {
  const groups = new Map<string, Airing[]>()
  for (const airing of airings.filter(({ hasFile }) => !hasFile)) {
    const day = dayOf(airing.airsAtMs, timeZone)
    const key = `${airing.tvdbId} ${airing.season} ${day}`
    groups.set(key, [...(groups.get(key) ?? []), airing])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const { title, year, season, airsAtMs: at } = first
    const episodes = group.map(({ episode }) => episode).toSorted((a, b) => a - b)
    const name = `${shortTitle(title)} S${season}${episodesInShort(episodes)}`
    return [
      { at, day: weekdayInWords(at, now(), timeZone), name, title, year, kind: 'show' as const },
    ]
  })
}

const isoDay = (at: number, { timeZone }: Pick<ToolContext, 'timeZone'>) => dayOf(at, timeZone)

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
}
