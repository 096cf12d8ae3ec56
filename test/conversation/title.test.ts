import fc from 'fast-check'
import { expect, test } from 'vitest'
import { titleOf } from '../../src/conversation/title.ts'

const FAMILY = '👨‍👩‍👧‍👦'
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const split = (text: string) => [...graphemes.segment(text)].map(({ segment }) => segment)

test.for([
  ['a short text as it is', 'find heat', 'find heat'],
  ['a text of several lines on one', ' find\n  heat ', 'find heat'],
  ['sixty characters as they are', 'x'.repeat(60), 'x'.repeat(60)],
  ['a long text up to a word', `${'x'.repeat(50)} ${'y'.repeat(50)}`, `${'x'.repeat(50)}...`],
  [
    'a word that ends where the dots begin',
    `${'x'.repeat(57)} ${'y'.repeat(9)}`,
    `${'x'.repeat(57)}...`,
  ],
  ['a text without blanks', 'x'.repeat(61), `${'x'.repeat(57)}...`],
  ['a text in Chinese', '千'.repeat(80), `${'千'.repeat(57)}...`],
  ['emoji whole', FAMILY.repeat(70), `${FAMILY.repeat(57)}...`],
  ['as many emoji as letters', FAMILY.repeat(60), FAMILY.repeat(60)],
  ['nothing of a text without words', '  ', ''],
] as const)('a title holds %s', ([, text, title]) => {
  expect(titleOf(text)).toBe(title)
})

test('whatever the text, its title is its beginning in sixty characters at most', () => {
  const unit = fc.constantFrom('a', 'ß', ' ', '千', FAMILY, '🎬', '\n', 'e\u0301')
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 200, size: 'max' }), (text) => {
      const title = titleOf(text)
      const line = text.trim().replaceAll(/\s+/g, ' ')
      const kept = title === line ? title : title.replace(/\.\.\.$/, '')

      expect(split(title).length).toBeLessThanOrEqual(60)
      expect(split(line).slice(0, split(kept).length)).toEqual(split(kept))
    }),
    { numRuns: 200, endOnFailure: true },
  )
})
