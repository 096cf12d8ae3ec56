import { cleanTitle } from '../media/clean-title.ts'

const MAX_CHARACTERS = 40
// A name stands in sentences that admins act upon, without quotes around it.
const NOT_OF_A_NAME = /[^\p{L}\p{M}\p{N} .'’-]+/gu

/** What somebody wants to be called, as it may be said to others; undefined where no letter is left. */
export function cleanName(spoken: string): string | undefined {
  const plain = cleanTitle(spoken).replaceAll(NOT_OF_A_NAME, ' ').replaceAll(/ +/g, ' ').trim()
  const name = Array.from(plain).slice(0, MAX_CHARACTERS).join('').trim()
  return /\p{L}/u.test(name) ? name : undefined
}
