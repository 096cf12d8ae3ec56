// What the index holds are groups of three letters.
const SHORTEST_INDEXED = 3

// Letters that have two small forms, or a sign of their own that means the same.
const TWINS = ['sſ', 'kK', 'åÅ', 'σς']

/** The different words of a search, whatever they are made of; what is no character stands as �. */
export function wordsOf(words: string): string[] {
  const wellFormed = words.replaceAll(/\p{Cs}/gu, '\uFFFD')
  return [...new Set(wellFormed.split(/[\s\p{Cc}]+/u).filter((word) => word !== ''))]
}

export function isIndexed(word: string): boolean {
  return Array.from(word).length >= SHORTEST_INDEXED
}

/** The words as a query of the index: each quoted, so that nothing in it is an operator. */
export function toQuery(words: readonly string[]): string {
  return words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' ')
}

/** Finds a word, or a part of one, in any case: as the index does. */
export function toPattern(word: string): RegExp {
  return new RegExp(word.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`), 'iu')
}

/** Every spelling of a short word in large and small letters. */
export function spellingsOf(word: string): string[] {
  return Array.from(word).reduce<string[]>(
    (spellings, letter) =>
      spellings.flatMap((spelling) => formsOf(letter).map((form) => spelling + form)),
    [''],
  )
}

function formsOf(letter: string): string[] {
  const forms = [letter, letter.toUpperCase(), letter.toLowerCase()]
  const twins = TWINS.filter((twin) => forms.some((form) => twin.includes(form)))
  const all = [
    ...forms,
    ...twins.flatMap((twin) => [...Array.from(twin), twin.slice(0, 1).toUpperCase()]),
  ]
  return [...new Set(all)].filter((form) => Array.from(form).length === 1)
}
