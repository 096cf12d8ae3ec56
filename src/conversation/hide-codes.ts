import { CODE_PATTERN } from '../codes.ts'
import { REQUESTS_END } from '../tools/request-words.ts'

const CODE = new RegExp(String.raw`\b(YES|NO) ${CODE_PATTERN}\b`, 'g')
// An admin types these by hand, so however they are capitalised.
const DECISION = new RegExp(String.raw`\b(approve|refuse|block) ${CODE_PATTERN}\b`, 'gi')
const LISTED = new RegExp(String.raw`^${CODE_PATTERN} `, 'gm')

/**
 * What was said to a person, as a model may read it. A code proves who holds the phone, and a model
 * says what a text asks it to: with a code in its words, it could dress a question as another.
 */
export function hideCodes(said: string): string {
  const unlisted = said.includes(REQUESTS_END) ? said.replaceAll(LISTED, '') : said
  return unlisted.replaceAll(CODE, '$1 and its number').replaceAll(DECISION, '$1 and its number')
}
