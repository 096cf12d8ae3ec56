import { expect } from 'vitest'
import { countSegments } from '../../src/sms/segments.ts'

/** What only a machine says, by the name under which a failing test reports it. */
const MACHINE_WORDS: ReadonlyArray<readonly [name: string, pattern: RegExp]> = [
  ['JSON', /[{}]|\[\s*["'[\]]|"\s*:|\\[nu"]/],
  ['markup', /<\/?[a-z!|]|```|\*\*|^#+ |\]\(/im],
  [
    'an id',
    /[\da-f]{8}-[\da-f]{4}-|\bcall_|\bchatcmpl|[\da-f]{16}|\btt\d{7}|\b(?:tmdb|tvdb|imdb)\b/i,
  ],
  ['a stack', /\bat .*:\d+:\d+|Traceback|node_modules|\.[jt]s:\d+/],
  ['an error of a library', /[a-z]Error\b|Exception\b|\bE[A-Z]{5,}\b|SQLITE_|Unexpected token/],
  ['a value that is none', /\bundefined\b|\bnull\b|\bNaN\b|\[object/],
  ['a link', /https?:|www\./i],
  ['the system prompt', /You are Usherr|read_first|tool|\| role:/i],
  ['an emoji', /\p{Extended_Pictographic}/u],
]

/** Fails unless `reply` is one text of at most `maxSegments` that a person could have written. */
export function expectPlainWords(reply: string | undefined, maxSegments = 3): void {
  expect(reply).toMatch(/\p{L}/u)
  const text = reply ?? ''
  const found = MACHINE_WORDS.filter(([, pattern]) => pattern.test(text)).map(([name]) => name)
  expect({ text, found }).toEqual({ text, found: [] })
  expect(text).toBe(text.trim())
  expect(countSegments(text).segments).toBeLessThanOrEqual(maxSegments)
}
