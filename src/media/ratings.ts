/** What a certification asks of a viewer. Where countries mean different things by one name, both. */
interface Rating {
  /** As it is written. */
  name: string
  /** From which age on a title with it may be seen, in the strictest reading. */
  age: number
  /** Up to which age a limit of it reaches, in the strictest reading; `age` where left out. */
  limit?: number
}

// Of the MPA, the TV Parental Guidelines and the BBFC, and what other countries call theirs where a
// number does not say it. A PG is for children of about eight (BBFC, IFCO); nobody of 17 or younger
// may see an NC-17 (MPA). An M is 15 in Australia and 16 in New Zealand; an R is 17 in the US and 18
// in Canada.
const FOR_ALL = ['G', 'U', 'Uc', 'TV-Y', 'TV-G', 'AL', 'TP', 'APTA', 'T', 'L', 'Btl', 'ALL']
const NAMED: readonly Rating[] = [
  ...FOR_ALL.map((name) => ({ name, age: 0 })),
  { name: 'TV-Y7', age: 7 },
  { name: 'TV-Y7-FV', age: 7 },
  { name: 'PG', age: 8 },
  { name: 'GP', age: 8 },
  { name: 'TV-PG', age: 8 },
  { name: '12A', age: 12 },
  { name: 'UA', age: 12 },
  { name: 'PG-13', age: 13 },
  { name: 'TV-14', age: 14 },
  { name: 'M', age: 16, limit: 15 },
  { name: 'TV-MA', age: 17 },
  { name: 'R', age: 18, limit: 17 },
  { name: 'NC-17', age: 18 },
  { name: 'X', age: 18 },
]

// An age, as many countries write it: FSK 12, 12A, 14+, MA15+, R18+, VM14, M/12, K-16, NC16, RP13.
const AGED = /^(?:FSK|K|MG?|VM|RP?|NC|PG?|UA|MA|X|C|A)?(\d{1,2})[AI]?$/
const OLDEST = 21

/** `yes` where a certification is within a limit; `unknown` where one of them cannot be read. */
export type RatingFit = 'yes' | 'no' | 'unknown'

/** Compares by age. What one country calls by one name is within a limit of that name. */
export function fits(certification: string | undefined, cap: string): RatingFit {
  const rating = readRating(certification ?? '')
  const limit = readRating(cap)
  if (!rating || !limit) return 'unknown'
  const isWithin = rating.name === limit.name || rating.age <= (limit.limit ?? limit.age)
  return isWithin ? 'yes' : 'no'
}

/** A limit as it is stored, `PG-13` of `pg 13`, `12` of `FSK 12`; undefined where it is none. */
export function parseRating(typed: string): string | undefined {
  return readRating(typed)?.name
}

const BY_KEY = new Map(NAMED.map((rating) => [keyOf(rating.name), rating]))

function readRating(written: string): Rating | undefined {
  const key = keyOf(written)
  const named = BY_KEY.get(key)
  if (named) return named
  const age = Number(AGED.exec(key)?.[1] ?? Infinity)
  return age <= OLDEST ? { name: String(age), age } : undefined
}

/** `PG13` of `US:PG-13` and `Rated pg 13`. */
function keyOf(written: string): string {
  const plain = written.normalize('NFKC').trim().toUpperCase()
  return plain.replace(/^(?:[A-Z]{2}[:/]|RATED )/, '').replaceAll(/[\s+/._-]/g, '')
}
