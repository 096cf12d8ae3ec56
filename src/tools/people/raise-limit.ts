import { z } from 'zod'
import type { PersonFingerprint, ToolOutcome } from '../../db/column-types.ts'
import type { User } from '../../db/users.ts'
import { fits } from '../../media/ratings.ts'
import { withEnd } from '../../users/called.ts'
import { type ConfirmationWords, defineTool, type People } from '../tool.ts'
import { asTarget, calledOf, FOR_ADMINS } from './whom.ts'

const Args = z.object({
  phone: z.string(),
  /** Null where there is to be no limit any more. */
  ratingCap: z.string().nullable(),
})

/** Whether a limit lets somebody see what theirs does not. */
export function isLooser(ratingCap: string | null, than: string | null): boolean {
  if (than === null) return false
  return ratingCap === null || fits(ratingCap, than) !== 'yes'
}

/** Asks, with a code, whether somebody may see more: a forged admin would like that for themselves. */
export const raiseLimit = defineTool({
  ...FOR_ADMINS,
  name: 'raise_limit',
  args: Args,
  isWrite: true,

  async run({ phone, ratingCap }, { people }) {
    const user = await findByPhone(people, phone)
    if (!user) return { type: 'answer', text: 'They are not here any more.' }
    return propose(user, ratingCap)
  },

  confirmed: {
    async read(target: PersonFingerprint, { people }) {
      const user = await findByPhone(people, target.phone)
      if (!user || user.ratingCap === target.newRatingCap) return undefined
      return { ...asTarget(user), newRatingCap: target.newRatingCap }
    },
    async perform(target: PersonFingerprint, { people, changeSettings }) {
      const user = await findByPhone(people, target.phone)
      if (user) await changeSettings(user.id, { ratingCap: target.newRatingCap ?? null }, target)
    },
    words,
  },
})

async function findByPhone(people: People, phone: string): Promise<User | undefined> {
  return (await people.list()).find((user) => user.phone === phone)
}

function propose(user: User, ratingCap: string | null): ToolOutcome {
  const who = withEnd(user)
  const now = user.ratingCap === null ? '' : ` It is ${user.ratingCap} now.`
  const text =
    ratingCap === null
      ? `Take the rating limit of ${who} away?${now}`
      : `Let ${who} see up to ${ratingCap}?${now}`
  return {
    type: 'question',
    text,
    proposal: {
      kind: 'confirmation',
      text,
      call: { tool: 'raise_limit', args: { phone: user.phone, ratingCap } },
      fingerprint: { ...asTarget(user), newRatingCap: ratingCap },
      needsCode: true,
    },
  }
}

function words(target: PersonFingerprint): ConfirmationWords {
  const subject = calledOf(target)
  const done = target.newRatingCap
    ? `${subject} may see up to ${target.newRatingCap} now.`
    : `${subject} may see films and shows of any rating now.`
  return {
    done,
    gone: done,
    kept: `OK, the limit of ${subject} stays.`,
    subject,
    reason: 'This lets somebody see more',
    toDecline: 'to leave it',
    untouched: 'nothing was changed',
    again: `set ${subject} rating ${target.newRatingCap ?? 'off'}`,
  }
}
