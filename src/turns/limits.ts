import type { Allowance } from '../conversation/tool-loop.ts'
import type { Channel } from '../db/column-types.ts'
import type { Round } from '../db/rounds.ts'
import type { User } from '../db/users.ts'
import type { Limits, OverLimit, TextLimit } from '../limits.ts'
import { beginningOfDay, dayOf } from '../local-time.ts'
import { toBody } from '../sms/body.ts'
import type { Store } from '../store/store.ts'
import type { Budget } from './budget.ts'
import { budgetNotice, overLimitInWords } from './limit-answers.ts'

export interface LimitCheckOptions {
  store: Pick<Store, 'limits' | 'users'>
  limits: Limits
  budget: Budget
  /** Where an admin is texted who never wrote. */
  channel: Channel
  /** The household's, as an IANA name. */
  timeZone: string
  /** Told that something is waiting to be sent to a phone. */
  onNotice: (address: string) => void
  now: () => number
}

type Standing = Awaited<ReturnType<Store['users']['standing']>>

// Nobody reads so many answers, but whoever forges an admin's number could have them sent.
const MORE_FOR_ADMINS = 10

export type LimitCheck = ReturnType<typeof createLimitCheck>

/**
 * Who may take how much. Admins have ten times the texts and no other limits of their own; when the
 * month's money is spent, they go on with plain commands, and nobody else goes on (decision 0036).
 */
export function createLimitCheck(options: LimitCheckOptions) {
  const { store, limits, budget, channel, timeZone, onNotice, now } = options
  const { textsPerMinute, textsPerDay, tokensPerDay } = limits

  /** The tokens that a model may still be asked for: none where a limit is reached. */
  async function overTokens(user: User, day: string): Promise<OverLimit<TextLimit> | undefined> {
    if (user.role === 'admin' || tokensPerDay === Infinity) return undefined
    return reached('tokens_per_day', await store.limits.tokensOn(user.id, day), tokensPerDay)
  }

  function overTexts(
    { textsToday, textsInMinute }: Standing,
    times: number,
  ): OverLimit<TextLimit> | undefined {
    return (
      reached('texts_per_day', textsToday, textsPerDay * times) ??
      reached('texts_per_minute', textsInMinute, textsPerMinute * times)
    )
  }

  return {
    /** What someone is over who texts; its turn has not begun. */
    ofSender: async (
      { role }: User,
      standing: Standing,
    ): Promise<OverLimit<TextLimit> | undefined> => {
      if (role === 'admin') return overTexts(standing, MORE_FOR_ADMINS)
      return (
        (await budget.over()) ??
        reached('tokens_per_day', standing.tokensToday, tokensPerDay) ??
        overTexts(standing, 1)
      )
    },

    /** Whether a model may be asked for the next step of a turn. */
    ofStep: async ({ user, text, day }: Round): Promise<Allowance> => {
      const overBudget = await budget.over()
      if (overBudget && user.role === 'admin') return { type: 'plain' }
      const over = overBudget ?? (await overTokens(user, day))
      if (!over) return { type: 'model' }
      await store.limits.note({ user, text, over, day })
      return { type: 'over', text: overLimitInWords(over, { day, timeZone, now: now() }) }
    },

    /** Whether a model may write a summary for someone. */
    mayWriteFor: async (userId: string): Promise<boolean> => {
      const user = await store.users.find(userId)
      if (!user || (await budget.over())) return false
      return !(await overTokens(user, dayOf(now(), timeZone)))
    },

    /** Tells the admins, once a month, that its money is spent. */
    tellAdmins: async (): Promise<void> => {
      const over = await budget.over()
      if (!over) return
      const day = dayOf(now(), timeZone)
      const monthBeganAt = beginningOfDay(`${day.slice(0, 7)}-01`, timeZone) ?? 0
      const body = toBody(budgetNotice(over, { day, timeZone, now: now() }))
      const phones = await store.limits.noticeBudget({ ...body, monthBeganAt, channel })
      for (const phone of phones) onNotice(phone)
    },
  }
}

function reached(limit: TextLimit, value: number, max: number): OverLimit<TextLimit> | undefined {
  return value >= max ? { limit, value, max } : undefined
}
