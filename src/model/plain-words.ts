const YES = words(
  'y, ye, yes, yeah, yea, yep, yup, ya, yes yes, sure, ok, okay, k, please, please do, do it',
  'go ahead, go for it, sounds good, yes do it, of course, absolutely, definitely',
)
const NO = words(
  'n, no, nope, nah, no way, nvm, never mind, nevermind, dont, do not, no dont, leave it',
  'keep it, no keep it, rather not, stop, stop it, cancel, cancel it, cancel that',
)
const WEAK_YES = words('ok, okay, k, sure')
export const COURTESIES = 'please|pls|plz|thanks|thank you|thx|ty'
const COURTESY = new RegExp(`(?: (?:${COURTESIES}))+$`)
const THANKING = / (?:thanks|thank you|thx|ty)\b/
const THUMB_UP = /^[👍👌]\p{Emoji_Modifier}?$/u
const THUMB_DOWN = /^👎\p{Emoji_Modifier}?$/u

const POSITIONS = new Map([
  ['first', 0],
  ['1st', 0],
  ['second', 1],
  ['2nd', 1],
  ['third', 2],
  ['3rd', 2],
  ['fourth', 3],
  ['4th', 3],
  ['fifth', 4],
  ['5th', 4],
  ['last', -1],
])

/** A list of words or phrases, separated by commas. */
export function words(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(', ')))
}

/** `text` in small letters, without apostrophes, punctuation and needless blanks. */
export function simplify(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .replaceAll(/[.,!:;"“”()*-]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** Whether a simplified text is "ok thanks" or the like: it ends a talk and asks for nothing. */
export function isOkThanks(plain: string): boolean {
  return WEAK_YES.has(plain.replace(COURTESY, '')) && THANKING.test(plain)
}

/** Whether a simplified text says yes or no and nothing else, in words or with a thumb. */
export function yesOrNo(plain: string): 'YES' | 'NO' | undefined {
  if (isOkThanks(plain)) return undefined
  const bare = plain.replace(COURTESY, '')
  if (YES.has(plain) || YES.has(bare) || THUMB_UP.test(plain)) return 'YES'
  if (NO.has(bare) || THUMB_DOWN.test(plain)) return 'NO'
  return undefined
}

/** Where in a list `second` or `2nd` is, from 0; -1 for the last. */
export function positionOf(ordinal: string): number | undefined {
  return POSITIONS.get(ordinal.toLowerCase())
}
