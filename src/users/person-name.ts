import { cleanTitle } from '../media/clean-title.ts'

const LONGEST = 30
const MOST_WORDS = 4
const INTRODUCTION =
  /^(?:hi|hello|hey)?[\s,!.]*(?:(?:i am|i'm|im|it's|its|this is|my name is|name is|call me)\s+)?/i
// Letters of any script, and what stands between them in a name.
const NAME = /^\p{L}[\p{L}\p{M}' .-]*$/u

/** The name that a text gives, `I'm Alex!` too; undefined where it is something else. */
export function nameIn(text: string): string | undefined {
  const said = cleanTitle(text.replaceAll(/[‘’]/g, "'"))
  const name = said.replace(INTRODUCTION, '').replaceAll(/[\s.,!]+$/g, '')
  const isName = NAME.test(name) && name.length <= LONGEST && name.split(' ').length <= MOST_WORDS
  return isName ? name : undefined
}
