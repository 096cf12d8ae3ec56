import stringWidth from 'string-width'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** How many columns of a terminal `text` takes: two for a CJK letter or an emoji. */
export function displayWidth(text: string): number {
  if (text.length <= AT_ONCE) return stringWidth(text)
  let width = 0
  for (const grapheme of splitGraphemes(text)) width += stringWidth(grapheme)
  return width
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
    const lines: string[] = []
    let line = first
    let taken = displayWidth(first)
    for (const word of words) {
      const needed = displayWidth(word)
      if (taken + 1 + needed <= width) {
        line += ` ${word}`
        taken += 1 + needed
      } else {
        lines.push(line)
        line = word
        taken = needed
      }
    }
    return [...lines, line]
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

// Each segment comes with a copy of all that is segmented, so that is little at a time.
const AT_ONCE = 500

function* splitGraphemes(text: string): Generator<string> {
  let last = ''
  for (let from = 0, to = 0; from < text.length; from = to) {
    const isWithinPair = /[\uDC00-\uDFFF]/.test(text.charAt(from + AT_ONCE))
    to = from + AT_ONCE + (isWithinPair ? 1 : 0)
    const found = Array.from(
      graphemes.segment(last + text.slice(from, to)),
      ({ segment }) => segment,
    )
    // It may go on.
    last = found.pop() ?? ''
    yield* found
  }
  if (last !== '') yield last
}
