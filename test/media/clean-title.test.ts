import { expect, test } from 'vitest'
import { cleanTitle } from '../../src/media/clean-title.ts'
import { REAL_TITLES } from '../tools/odd-titles.ts'

test.for([
  ['a control character', 'He\u0007at', 'Heat'],
  ['a line break', 'Heat\r\nand Dust', 'Heat and Dust'],
  ['an override of the direction', 'Heat \u202Egnihton\u202C', 'Heat gnihton'],
  ['an isolate', '\u2066Heat\u2069', 'Heat'],
  ['a zero-width space', 'He\u200Bat', 'Heat'],
  ['a byte order mark', '\uFEFFHe\uFEFFat', 'Heat'],
  ['a filler that looks like nothing', 'He\u3164at', 'Heat'],
  ['half a surrogate pair', 'Heat\uD83D', 'Heat'],
  ['white space of all kinds', '  The\u00A0 \t Thing\u2028', 'The Thing'],
] as const)('%s is cleaned away', ([, title, expected]) => {
  expect(cleanTitle(title)).toBe(expected)
})

test.for(['Amélie', '千と千尋の神隠し', 'Сталкер', 'Dune: Part Two', 'Se7en'])(
  '"%s" is left as it is',
  (title) => {
    expect(cleanTitle(title)).toBe(title)
  },
)

test.for(REAL_TITLES)('"%s" is a real title and left as it is', (title) => {
  expect(cleanTitle(title)).toBe(title)
})
