import { CODE_PATTERN } from '../codes.ts'

const CODE = new RegExp(String.raw`\b(YES|NO) ${CODE_PATTERN}\b`, 'g')

/**
 * What was said to a person, as a model may read it. A code proves who holds the phone, and a model
 * says what a text asks it to: with a code in its words, it could dress a question as another.
 */
export function hideCodes(said: string): string {
  return said.replaceAll(CODE, '$1 and its number')
}
