import { expect, test } from 'vitest'
import { sizeInWords, titleAndYear } from '../../src/tools/wording.ts'

test.for([
  [14e9, '14 GB'],
  [14.4e9, '14 GB'],
  [4.44e9, '4.4 GB'],
  [4e9, '4 GB'],
  [1.2e12, '1.2 TB'],
  [700e6, '700 MB'],
  [10, 'under 1 MB'],
] as const)('%d bytes are %s', ([bytes, words]) => expect(sizeInWords(bytes)).toBe(words))

test('a year that nobody knows is left out', () => {
  expect(titleAndYear({ title: 'Heat', year: 0 })).toBe('Heat')
})

test('a title that would fill a text is cut', () => {
  expect(titleAndYear({ title: 'Heat '.repeat(40), year: 1995 })).toMatch(
    /^(Heat ){15}He\.\.\. \(1995\)$/,
  )
})
