import { expect, test } from 'vitest'
import { cutText, displayWidth, wrapText } from '../src/text-width.ts'

test.for([
  ['Dune (2021)', 11],
  ['Amélie', 6],
  ['Ame\u0301lie', 6],
  ['千と千尋', 8],
  ['기생충', 6],
  ['（1）', 5],
  ['👍', 2],
  ['👩‍👩‍👧', 2],
  ['a\u200Bb', 2],
  ['ｱﾆﾒ', 3],
  ['🇩🇪', 2],
  ['❤️', 2],
] as const)('%s takes %i columns', ([text, width]) => {
  expect(displayWidth(text)).toBe(width)
})

test.for([
  ['Dune (2021) is here.', ['Dune (2021)', 'is here.']],
  ['1 Heat\n\n2 Up', ['1 Heat', '', '2 Up']],
  ['abcdefghijklmno pqr', ['abcdefghijkl', 'mno pqr']],
  ['千と千尋の神隠し', ['千と千尋の神', '隠し']],
  ['', ['']],
] as const)('%j is broken into lines of twelve columns', ([text, lines]) => {
  expect(wrapText(text, 12)).toEqual(lines)
})

test.for(['a', '千', 'e\u0301', '👩‍👩‍👧', '🇩🇪'])(
  'the longest word of %s is broken in little memory, and nowhere within a letter',
  (letter) => {
    const word = letter.repeat(20_000)
    const inLine = 50 / displayWidth(letter)

    const lines = wrapText(word, 50)

    expect(new Set(lines)).toEqual(new Set([letter.repeat(inLine)]))
    expect(lines).toHaveLength(20_000 / inLine)
    expect(displayWidth(word)).toBe(20_000 * displayWidth(letter))
    expect(cutText(word, 50)).toMatch(/…$/)
    expect(wrapText(`${word} ${word}`, Infinity)).toEqual([`${word} ${word}`])
  },
)

test.for([
  ['Heat (1995)', 11, 'Heat (1995)'],
  ['Heat (1995)', 10, 'Heat (199…'],
  ['千と千尋の神隠し', 10, '千と千尋…'],
  ['Heat', 1, '…'],
  ['Heat (1995)', 6, 'Heat…'],
  ['👩‍🚀👩‍🚀👩‍🚀', 4, '👩‍🚀…'],
] as const)('%s is cut to %i columns', ([text, width, expected]) => {
  expect(cutText(text, width)).toBe(expected)
})
