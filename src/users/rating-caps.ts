const RATINGS = [
  'G',
  'PG',
  'PG-13',
  'R',
  'NC-17',
  'TV-Y',
  'TV-Y7',
  'TV-G',
  'TV-PG',
  'TV-14',
  'TV-MA',
]

/** A certification as it is written, however it is spelled: `pg13` is `PG-13`. */
export function parseRating(spoken: string): string | undefined {
  const letters = (rating: string) => rating.toUpperCase().replaceAll(/[\s-]/g, '')
  return RATINGS.find((rating) => letters(rating) === letters(spoken))
}
