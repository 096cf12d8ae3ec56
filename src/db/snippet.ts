const LONGEST = 160
// What stands before the word, so that the eye finds it soon.
const BEFORE = 40
// A cut looks so far for the end of a word; words of some languages have none.
const REACH = 20

/**
 * About 160 characters of what was said around the first word of it that `word` fits, on one line,
 * cut between words where there are any, with `…` where something is left out.
 */
export function snippetOf(text: string, word: RegExp): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  // By characters, so that none is cut in two.
  const letters = Array.from(line)
  if (letters.length <= LONGEST) return line

  const at = Array.from(line.slice(0, word.exec(line)?.index ?? 0)).length
  const isSpace = (place: number) => letters[place] === ' '
  const from = Math.max(0, Math.min(at - BEFORE, letters.length - LONGEST))
  const start = from === 0 ? 0 : (nextOf(isSpace, from, Math.min(from + REACH, at)) ?? from)
  const to = Math.min(start + LONGEST, letters.length)
  const end = to === letters.length ? to : (lastOf(isSpace, to, Math.max(to - REACH, at + 1)) ?? to)
  const shown = letters.slice(start, end).join('').trim()
  return `${start > 0 ? '…' : ''}${shown}${end < letters.length ? '…' : ''}`
}

function nextOf(fits: (place: number) => boolean, from: number, to: number): number | undefined {
  for (let place = from; place <= to; place++) if (fits(place)) return place
  return undefined
}

function lastOf(fits: (place: number) => boolean, from: number, to: number): number | undefined {
  for (let place = from; place >= to; place--) if (fits(place)) return place
  return undefined
}
