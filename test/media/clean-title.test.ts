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
  ['a heap of accents', `He${'\u0301'.repeat(300)}at`, 'He\u0301\u0301\u0301at'],
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

test.for([
  ['a link', 'Zorba https://evil.example/x', 'Zorba'],
  ['a link without a scheme', 'Zorba at evil.com now', 'Zorba at evil com now'],
  ['a link that is veiled', 'Zorba hxxp://evil[.]com', 'Zorba'],
  ['a path', 'Zorba evil.example/x', 'Zorba evil example x'],
  ['a number to call', 'Zorba +1 900 555 0100', 'Zorba'],
  ['an opt-out word to send', 'Zorba, text STOP to end', 'Zorba,'],
] as const)('%s is no part of a title', ([, title, expected]) => {
  expect(cleanTitle(title)).toBe(expected)
})

test.for([
  ['www.RachelsSeed.ru', 'www RachelsSeed ru'],
  ['Girls.com 2', 'Girls com 2'],
  ['Startup.com', 'Startup.com'],
  ['S.W.A.T.', 'S.W.A.T.'],
  ['eXistenZ.', 'eXistenZ.'],
  ['Who Am I.', 'Who Am I.'],
  ['9.8.7', '9.8.7'],
] as const)('the title "%s" is told as "%s"', ([title, told]) => {
  expect(cleanTitle(title)).toBe(told)
})
