const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const CUT = '...'

/**
 * A text of at most `most` characters as a reader counts them, with dots where it was cut: between
 * two words where there is a blank to cut at, and never within an emoji.
 */
export function cutOnWord(text: string, most: number): string {
  if (text.length <= most) return text
  // Where the text may go on, and where it has to end for the dots to fit.
  let seen = 0
  let endsAt = 0
  for (const { index, segment } of graphemes.segment(text)) {
    if (++seen > most) return atWord(text, endsAt) + CUT
    if (seen <= most - CUT.length) endsAt = index + segment.length
  }
  return text
}

function atWord(text: string, endsAt: number): string {
  const kept = text.slice(0, endsAt)
  if (text[endsAt] === ' ') return kept.trimEnd()
  const blank = kept.lastIndexOf(' ')
  return blank > 0 ? kept.slice(0, blank) : kept
}
