/** What a text says when it is read as an answer. `choice` is `YES`, `NO` or a number. */
export interface Answer {
  choice: string
  /** The four digits after a yes or a no; a number alone is never one, because 1917 is a film. */
  code?: string | undefined
}

const YES = words(
  'y, ye, yes, yeah, yea, yep, yup, ya, yes yes, sure, ok, okay, k, please, please do, do it',
  'go ahead, go for it, sounds good, yes do it, of course, absolutely, definitely',
)
const NO = words(
  'n, no, nope, nah, no way, nvm, never mind, nevermind, dont, do not, no dont, leave it',
  'keep it, no keep it, rather not',
)
const COURTESY = /(?: (?:please|pls|plz|thanks|thank you|thx|ty))+$/
const THUMB_UP = /^👍\p{Emoji_Modifier}?$/u
const THUMB_DOWN = /^👎\p{Emoji_Modifier}?$/u

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth']
const NUMBER = /^(?:number |#)?([1-9])$/
const ORDINAL = /^(?:the )?(\w+)(?: one)?$/
const WITH_CODE = /^(.*?\D) ?(\d{4})$/

/** Undefined when the text is no answer to anything. */
export function parseAnswer(text: string): Answer | undefined {
  const plain = simplify(text)
  const coded = WITH_CODE.exec(plain)
  if (coded) {
    const [, word = '', code] = coded
    const choice = yesOrNo(word.trim())
    return choice && { choice, code }
  }
  const choice = yesOrNo(plain) ?? numberOf(plain)
  return choice === undefined ? undefined : { choice }
}

function yesOrNo(plain: string): 'YES' | 'NO' | undefined {
  const bare = plain.replace(COURTESY, '')
  if (YES.has(plain) || YES.has(bare) || THUMB_UP.test(plain)) return 'YES'
  if (NO.has(bare) || THUMB_DOWN.test(plain)) return 'NO'
  return undefined
}

function numberOf(plain: string): string | undefined {
  const digit = NUMBER.exec(plain)?.[1]
  if (digit) return digit
  const place = ORDINALS.indexOf(ORDINAL.exec(plain)?.[1] ?? '')
  return place < 0 ? undefined : String(place + 1)
}

function simplify(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .replaceAll(/[.,!:;"“”()*-]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function words(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(', ')))
}
