// Of a million messages that `fillDatabase` makes two thirds are said, the rest is work of tools.
const EVERY = {
  /** In one of two texts. */
  raining: 2,
  /** In one of 50 messages of any kind. */
  popcorn: 33,
  /** In a handful of a million. */
  zeppelin: 100_000,
}

/** The words whose frequency is known. */
export const KNOWN_WORDS = { common: 'raining', oneInFifty: 'popcorn', rare: 'zeppelin' }

/** The text that was said as the `count`th of all, with the words that are due in it. */
export function withKnownWords(text: string, count: number): string {
  const due = Object.entries(EVERY).flatMap(([word, every]) =>
    scattered(count) % every === 0 ? [word] : [],
  )
  return [text, ...due].join(' ')
}

// So that no speaker, and no conversation, gets all of them: a step that shares no factor with the
// number of texts goes through each of them once.
function scattered(count: number): number {
  return (count * 7_919) % 1_000_003
}
