import { onOneLine } from '../seen-text.ts'
import { usableName } from './called.ts'

const LONGEST = 30
const MOST_WORDS = 4
const INTRODUCTION =
  /^(?:hi|hello|hey)?[\s,!.]*(?:(?:i am|i'm|im|it's|its|this is|my name is|name is|call me)\s+)?/i

// What people text who have not read the question, and what would read as a sentence of ours.
const TALK =
  /(?<!\p{L})(?:no|nope|yes|yeah|yep|ok|okay|sure|thanks|thank|who|what|why|how|wrong|number|please|sorry|stop|start|help|you|your|the|this|that|add|is|are|not|asks?|wants?|says?|said|would|approve|refuse|block)(?!\p{L})/iu

/** The name that a text gives, `I'm Alex!` too; undefined where it is something else. */
export function nameIn(text: string): string | undefined {
  const said = onOneLine(text.replaceAll(/[‘’]/g, "'"))
  const name = said.replace(INTRODUCTION, '').replaceAll(/[\s.,!]+$/g, '')
  if (TALK.test(name)) return undefined
  const isShort = name.length <= LONGEST && name.split(' ').length <= MOST_WORDS
  // What has to be cleaned is no name: a link, a number, an order.
  const isName = /^\p{L}/u.test(name) && !/\d/.test(name) && usableName(name) === name
  return isShort && isName ? name : undefined
}
