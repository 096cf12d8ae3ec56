import type { ToolOutcome } from '../db/column-types.ts'
import type { User } from '../db/users.ts'
import type { RatingLimitError } from '../errors.ts'
import { fits } from '../media/ratings.ts'
import { listOf, type Title } from './title.ts'
import { titleAndYear } from './wording.ts'

/** What someone's rating limit says of a title that they named. */
export type RatingVerdict = 'allowed' | 'needs-approval' | 'forbidden'

export function ratingVerdict(
  { certification }: Pick<Title, 'certification'>,
  { ratingCap }: Pick<User, 'ratingCap'>,
): RatingVerdict {
  if (ratingCap === null) return 'allowed'
  const fit = fits(certification, ratingCap)
  if (fit === 'unknown') return 'needs-approval'
  return fit === 'yes' ? 'allowed' : 'forbidden'
}

// Failures, because those are told in our words alone: no model softens them or argues.
export const ABOVE_LIMIT: ToolOutcome = {
  type: 'failure',
  text: 'That one is above your rating limit here.',
}

/** Said in place of adding what has no rating that a limit could be compared with. */
export function needsApproval(title: Title): ToolOutcome {
  return { type: 'failure', text: `${titleAndYear(title)} has no rating here, ${SO_AN_ADMIN}.` }
}

/** Says `text`, and in place of an offer to add the title, who can. */
export function tellNeedsApproval(title: Title, text: string): ToolOutcome {
  const list = listOf([title], 'find')
  return { type: 'answer', text: `${text} It has no rating here, ${SO_AN_ADMIN}.`, list }
}

const SO_AN_ADMIN = 'so an admin has to add it'

/** What is told of a title that a tool would have gone on with, had its service let it. */
export function outcomeOfLimit({ isUnrated }: RatingLimitError): ToolOutcome {
  if (!isUnrated) return ABOVE_LIMIT
  return { type: 'failure', text: 'That one has no rating here, so it takes an admin.' }
}
