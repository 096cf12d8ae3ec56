export interface SpokenTitle {
  title: string
  year: number | undefined
  /** Only where it was said. */
  kind?: 'film' | 'show'
}

const EARLIEST_YEAR = 1888
const FURTHEST_YEARS_AHEAD = 5

// So, Sk, Cf and variation selectors are what emoji are made of. A full stop is kept where it
// belongs to initials: "E.T."
const ENDING = /(?:(?<!\.\p{L})\.|[\s!?,;:…\p{So}\p{Sk}\p{Cf}\p{Variation_Selector}-])+$/u
const BEGINNING = /^[\s!?¡¿,;:\p{So}\p{Sk}\p{Cf}\p{Variation_Selector}-]+/u

const NOUNS = 'movie|film|show|series|tv show|tv series'
const KIND_BEFORE = new RegExp(`^(?:the (${NOUNS})|(?:a|the) (${NOUNS}) (?:called|named)) `, 'i')
const KIND_AFTER = new RegExp(String.raw`(?<=[^:\s]),? the (${NOUNS})(?=$| \(?\d{4}\)?$)`, 'i')
const YEAR_AFTER = /[\s,(](?:from )?(\d{4})\)?$/i

/** `words` without the punctuation and emoji around them. Quotation marks stay. */
export function trimPunctuation(words: string): string {
  return words.replace(BEGINNING, '').replace(ENDING, '')
}

/**
 * The title in `words`, in the case it was typed, and the year behind it. "1917", "Blade Runner
 * 2049" and "2001 A Space Odyssey" have no year; "Scary Movie" and "The Lego Movie" stay whole.
 */
export function parseTitle(words: string, currentYear: number): SpokenTitle {
  const typed = trimQuotes(words)
  const noun = KIND_BEFORE.exec(typed)?.slice(1).find(Boolean) ?? KIND_AFTER.exec(typed)?.[1]
  const kind = noun && { kind: /movie|film/i.test(noun) ? ('film' as const) : ('show' as const) }
  const named = typed.replace(KIND_BEFORE, '').replace(KIND_AFTER, '')
  const match = YEAR_AFTER.exec(named)
  const before = trimQuotes(named.slice(0, match?.index))
  const year = Number(match?.[1])
  const isYear = year >= EARLIEST_YEAR && year <= currentYear + FURTHEST_YEARS_AHEAD
  if (isYear && before !== '') return { title: before, year, ...kind }
  return { title: trimQuotes(named), year: undefined, ...kind }
}

// A lone apostrophe is part of a title: '71.
function trimQuotes(words: string): string {
  const trimmed = trimPunctuation(words)
  return trimPunctuation(trimmed.replace(/^'(.+)'$/, '$1').replaceAll(/^"+|"+$/g, ''))
}
