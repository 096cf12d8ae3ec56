import { CODE_PATTERN } from '../codes.ts'
import { COURTESIES, positionOf, simplify, yesOrNo } from '../model/plain-words.ts'

/** What a text says when it is read as an answer. `choice` is `YES`, `NO` or a number. */
export interface Answer {
  choice: string
  /** Digits beside a yes or a no; a number alone is never one, because 1917 is a film. */
  code?: string | undefined
}

const NUMBER = /^(?:number |#)?([1-9])$/
const ORDINAL = /^(?:the )?(\w+)(?: one)?$/
const BESIDE = `(?: (?:${COURTESIES}|its|it is|the code|code|number|is))*`
const WITH_CODE = new RegExp(`^(\\D+?)${BESIDE} ?(${CODE_PATTERN})${BESIDE}$`)

/** Undefined when the text is no answer to anything. */
export function parseAnswer(text: string): Answer | undefined {
  const plain = simplify(text)
  const coded = WITH_CODE.exec(plain)
  if (coded) {
    const [, word = '', code] = coded
    const choice = yesOrNo(word)
    return choice && { choice, code }
  }
  const choice = yesOrNo(plain) ?? numberOf(plain)
  return choice === undefined ? undefined : { choice }
}

function numberOf(plain: string): string | undefined {
  const digit = NUMBER.exec(plain)?.[1]
  if (digit) return digit
  // "The last one" depends on the list, which is the model's business.
  const position = positionOf(ORDINAL.exec(plain)?.[1] ?? '') ?? -1
  return position < 0 ? undefined : String(position + 1)
}
