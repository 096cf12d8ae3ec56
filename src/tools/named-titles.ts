import { titleKey } from './title-key.ts'

/** Stands where a title stood: a sign that no text keeps. */
export const TITLE = '\uE000'

const WITHOUT_BLANKS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u
const WORD = /[\p{L}\p{N}\p{M}'’]+|&/gu
const SIGN = /[^]/gu
// No title has more letters.
const LONGEST = 200

interface Piece {
  key: string
  start: number
  end: number
}

/** Whether the words of a title stand in `text` one after the other, however they are parted. */
export function isNamedIn(text: string, title: string): boolean {
  return withTitleMarked(text, title).includes(TITLE)
}

/** `text` with a sign in place of the title, so that no word of it is taken for one of theirs. */
export function withTitleMarked(text: string, title: string): string {
  const whole = text.slice(0, 10 * LONGEST).replaceAll(TITLE, ' ')
  const wanted = titleKey(title).replaceAll(' ', '') || title.toLowerCase()
  const pieces = piecesOf(whole, title)
  let marked = ''
  let at = 0
  for (const [index, { start }] of pieces.entries()) {
    const end = start < at ? undefined : endOf(pieces.slice(index, index + LONGEST), wanted)
    if (end === undefined) continue
    marked += whole.slice(at, start) + TITLE
    at = end
  }
  return marked + whole.slice(at)
}

/** Where the first of `pieces` end that make up what is wanted. */
function endOf(pieces: readonly Piece[], wanted: string): number | undefined {
  let joined = ''
  for (const { key, end } of pieces) {
    joined += key
    if (joined === wanted) return end
    if (joined.length >= wanted.length) return undefined
  }
  return undefined
}

function piecesOf(text: string, title: string): Piece[] {
  const key = titleKey(title)
  const pattern = key === '' || WITHOUT_BLANKS.test(key) ? SIGN : WORD
  return [...text.matchAll(pattern)].map(({ 0: piece, index }) => ({
    key: key === '' ? piece.toLowerCase() : keyWithin(piece),
    start: index,
    end: index + piece.length,
  }))
}

/** The key of a word that is not the first, where "the" counts. */
function keyWithin(word: string): string {
  return titleKey(`a ${word}`).slice(1).replaceAll(' ', '')
}
