import stringWidth from 'string-width'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** How many columns of a terminal `text` takes: two for a CJK letter or an emoji. */
export function displayWidth(text: string): number {
  return stringWidth(text)
}

const CUT = '…'

/** A text that takes at most `width` columns, with a sign where its end was cut off. */
export function cutText(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  let room = width - displayWidth(CUT)
  for (const grapheme of splitGraphemes(text)) {
    room -= displayWidth(grapheme)
    if (room < 0) break
    kept += grapheme
  }
  return kept.trimEnd() + CUT
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
    const needed = displayWidth(grapheme)
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

function splitGraphemes(text: string): string[] {
  return [...graphemes.segment(text)].map(({ segment }) => segment)
}
