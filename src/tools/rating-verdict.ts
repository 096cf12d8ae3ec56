import type { ToolOutcome } from '../db/column-types.ts'
import type { User } from '../db/users.ts'
import type { RatingLimitError } from '../errors.ts'
import { fits } from '../media/ratings.ts'
import type { Title } from './title.ts'

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

/** What is told of a title that a tool would have gone on with, had its service let it. */
export function outcomeOfLimit({ isUnrated }: RatingLimitError): ToolOutcome {
  if (!isUnrated) return ABOVE_LIMIT
  return { type: 'failure', text: 'That one has no rating here, so it takes an admin.' }
}
