import { z } from 'zod'

const SPOKEN = new Map([
  ['true', true],
  ['false', false],
])

/** True or false, which models also send as a string; null and nothing mean that it was not said. */
export const BooleanArg = z.preprocess(
  (said) => (typeof said === 'string' ? (SPOKEN.get(said.trim().toLowerCase()) ?? said) : said),
  z.boolean().nullish(),
)
