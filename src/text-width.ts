const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

// The v flag, which knows RGI_Emoji, is in TypeScript's literals only from ES2024 on.
const WIDE = new RegExp(
  String.raw`^(?:\p{RGI_Emoji}|[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\u3000-\u303E\uFF01-\uFF60])`,
  'v',
)
const INVISIBLE = /^\p{Default_Ignorable_Code_Point}+$/u

/** How many columns of a terminal `text` takes: two for a CJK letter or an emoji. */
export function displayWidth(text: string): number {
  return splitGraphemes(text).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0)
}

const CUT = '...'

/** A text that takes at most `width` columns, with dots where its end was cut off. */
export function cutText(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  let room = width - CUT.length
  for (const grapheme of splitGraphemes(text)) {
    room -= graphemeWidth(grapheme)
    if (room < 0) break
    kept += grapheme
  }
  return kept + CUT
}

/** Lines of at most `width` columns, broken between words where there is a blank. */
export function wrapText(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const [first = '', ...words] = paragraph.split(' ').flatMap((word) => breakWord(word, width))
    const lines = [first]
    for (const word of words) {
      const longer = `${lines.at(-1)} ${word}`
      if (displayWidth(longer) <= width) lines.splice(-1, 1, longer)
      else lines.push(word)
    }
    return lines
  })
}

/** A word that is longer than a line, in pieces that are not. */
function breakWord(word: string, width: number): string[] {
  const pieces: string[] = []
  let piece = ''
  let room = width
  for (const grapheme of splitGraphemes(word)) {
    const needed = graphemeWidth(grapheme)
    if (needed > room) {
      pieces.push(piece)
      piece = ''
      room = width
    }
    piece += grapheme
    room -= needed
  }
  return [...pieces, piece]
}

function graphemeWidth(grapheme: string): number {
  if (INVISIBLE.test(grapheme)) return 0
  return WIDE.test(grapheme) ? 2 : 1
}

function splitGraphemes(text: string): string[] {
  return [...graphemes.segment(text)].map(({ segment }) => segment)
}
