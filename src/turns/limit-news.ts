import type { PersonOverLimit } from '../db/people-over-limits.ts'
import type { LimitName } from '../limits.ts'
import { dayOf, startOfDay } from '../local-time.ts'
import type { Store } from '../store/store.ts'
import type { Budget } from './budget.ts'

export interface LimitNewsOptions {
  people: Store['limits']['people']
  budget: Pick<Budget, 'share'>
  /** The household's, as an IANA name. */
  timeZone: string
  now: () => number
}

const NEARLY_SPENT = 0.8

// What the month has spent is told once, not of each whom it stops.
const LIMITS: Record<Exclude<LimitName, 'monthly_budget'>, string> = {
  texts_per_minute: "the minute's texts",
  texts_per_day: "today's texts",
  tokens_per_day: "today's tokens",
  requests_per_week: "the week's films and shows",
  request_bytes_per_week: "the week's GB",
}

/** A sentence on who came to a limit today, and one on money that is nearly spent. */
export function createLimitNews({ people, budget, timeZone, now }: LimitNewsOptions) {
  return async (): Promise<string[]> => {
    const at = now()
    const over = await people(dayOf(at, timeZone), startOfDay(at, timeZone))
    return [peopleInWords(over), shareInWords(await budget.share())].filter(
      (sentence) => sentence !== undefined,
    )
  }
}

function peopleInWords(people: readonly PersonOverLimit[]): string | undefined {
  const over = people.flatMap(({ name, phone, limit }) =>
    limit === 'monthly_budget' ? [] : [{ who: name ?? phone, what: LIMITS[limit] }],
  )
  const names = [...new Set(over.map(({ who }) => who))]
  const [first, ...others] = names
  if (first === undefined) return undefined
  if (others.length > 0) return `${first} and ${others.length} more are over their limits.`
  return `${first} is over ${over.at(-1)?.what}.`
}

function shareInWords(share: number | undefined): string | undefined {
  if (share === undefined || share < NEARLY_SPENT) return undefined
  if (share >= 1) return "This month's budget is used up."
  return `This month's budget is at ${Math.floor(share * 100)}%.`
}
