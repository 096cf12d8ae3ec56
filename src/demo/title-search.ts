/**
 * The titles that `term` could mean, best first, like the public databases' search: every word has
 * to occur, a year may go with them, case, accents, punctuation and a small slip do not matter.
 * Among equals the order of `titles` stands.
 */
export function searchTitles<T extends { title: string; year: number }>(
  term: string,
  titles: readonly T[],
): T[] {
  const words = toWords(term)
  return titles
    .map((title) => ({ title, score: score(words, title) }))
    .filter((result) => result.score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map((result) => result.title)
}

/** From 0, no match, to 1: how much of the title the words account for, and how exactly. */
function score(words: readonly string[], { title, year }: { title: string; year: number }): number {
  const titleWords = toWords(title)
  const matches = words
    .map((word) => ({
      word,
      likeness: Math.max(0, ...titleWords.map((other) => alike(word, other))),
    }))
    .filter(({ word, likeness }) => likeness > 0 || word !== String(year))

  if (matches.some(({ likeness }) => likeness === 0)) return 0
  const total = matches.reduce((sum, { likeness }) => sum + likeness, 0)
  return total / Math.max(titleWords.length, matches.length)
}

function toWords(text: string): string[] {
  const plain = text.normalize('NFKD').replaceAll(/[\p{M}'’]/gu, '')
  return plain.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

function alike(word: string, other: string): number {
  if (word === other) return 1
  if (word.length < 4 || /\d/.test(word)) return 0
  return editDistance(word, other) <= (word.length < 8 ? 1 : 2) ? 0.5 : 0
}

/** Levenshtein's: letters added, dropped or changed. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [row, letter] of Array.from(a).entries()) {
    const current = [row + 1]
    for (const [column, other] of Array.from(b).entries()) {
      const changed = (previous[column] ?? 0) + (letter === other ? 0 : 1)
      const dropped = (previous[column + 1] ?? 0) + 1
      const added = (current[column] ?? 0) + 1
      current.push(Math.min(changed, dropped, added))
    }
    previous = current
  }
  return previous.at(-1) ?? 0
}
