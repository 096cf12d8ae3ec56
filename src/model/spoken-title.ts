export interface SpokenTitle {
  title: string
  year: number | undefined
}

const EARLIEST_YEAR = 1888
const FURTHEST_YEARS_AHEAD = 5

// So, Sk, Cf and variation selectors are what emoji are made of. A full stop is kept where it
// belongs to initials: "E.T."
const ENDING = /(?:(?<!\.\p{L})\.|[\s!?,;:…\p{So}\p{Sk}\p{Cf}\p{Variation_Selector}-])+$/u
const BEGINNING = /^[\s!?¡¿,;:\p{So}\p{Sk}\p{Cf}\p{Variation_Selector}-]+/u

const FILM_BEFORE = /^(?:the (?:movie|film)|(?:a|the) (?:movie|film) (?:called|named)) /i
const FILM_AFTER = /(?<=[^:\s]),? the (?:movie|film)(?=$| \(?\d{4}\)?$)/i
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
  const named = trimQuotes(words).replace(FILM_BEFORE, '').replace(FILM_AFTER, '')
  const match = YEAR_AFTER.exec(named)
  const before = trimQuotes(named.slice(0, match?.index))
  const year = Number(match?.[1])
  const isYear = year >= EARLIEST_YEAR && year <= currentYear + FURTHEST_YEARS_AHEAD
  if (isYear && before !== '') return { title: before, year }
  return { title: trimQuotes(named), year: undefined }
}

// A lone apostrophe is part of a title: '71.
function trimQuotes(words: string): string {
  const trimmed = trimPunctuation(words)
  return trimPunctuation(trimmed.replace(/^'(.+)'$/, '$1').replaceAll(/^"+|"+$/g, ''))
}
