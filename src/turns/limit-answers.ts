import { counted } from '../counted.ts'
import type { OverLimit, TextLimit } from '../limits.ts'
import { beginningOfDay, dateInWords, nextMonthOf } from '../local-time.ts'

/** What is said of a limit and when it ends, in one segment. */
export function overLimitInWords(
  { limit, max }: OverLimit<TextLimit>,
  { day, timeZone, now }: { day: string; timeZone: string; now: number },
): string {
  switch (limit) {
    case 'texts_per_minute':
      return `That's the limit of ${counted(max, 'text')} a minute. Please try again in a minute.`
    case 'texts_per_day':
      return `That's today's limit of ${counted(max, 'text')}. It starts fresh at midnight.`
    case 'monthly_budget':
      return `This month's budget is used up. It starts fresh on ${monthEnd(day, timeZone, now)}.`
    case 'tokens_per_day':
      return "That's today's limit. It starts fresh at midnight."
  }
}

/** For the admins, once a month. */
export function budgetNotice(
  { max }: OverLimit,
  { day, timeZone, now }: { day: string; timeZone: string; now: number },
): string {
  const until = monthEnd(day, timeZone, now)
  return `This month's budget of ${max} is used up. Until ${until} members get no answers, and you get plain commands.`
}

function monthEnd(day: string, timeZone: string, now: number): string {
  return dateInWords(beginningOfDay(nextMonthOf(day), timeZone) ?? now, now, timeZone)
}
