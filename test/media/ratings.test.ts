import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fits, parseRating } from '../../src/media/ratings.ts'

/** What is written, and the ages of which the first is too young for it and the second is not. */
const AGES = [
  // The US: films and television.
  ['PG', 7, 8],
  ['PG-13', 12, 13],
  ['R', 17, 18],
  ['NC-17', 17, 18],
  ['TV-Y7', 6, 7],
  ['TV-Y7-FV', 6, 7],
  ['TV-PG', 7, 8],
  ['TV-14', 13, 14],
  ['TV-MA', 16, 17],
  // The United Kingdom and Ireland.
  ['12A', 11, 12],
  ['12', 11, 12],
  ['15', 14, 15],
  ['15A', 14, 15],
  ['18', 17, 18],
  ['R18', 17, 18],
  // Germany, the Netherlands, France, Sweden.
  ['FSK 6', 5, 6],
  ['FSK-16', 15, 16],
  ['9', 8, 9],
  ['-10', 9, 10],
  ['11', 10, 11],
  // Australia, New Zealand, Canada.
  ['M', 15, 16],
  ['MA15+', 14, 15],
  ['MA 15+', 14, 15],
  ['R 18+', 17, 18],
  ['RP13', 12, 13],
  ['R16', 15, 16],
  ['14A', 13, 14],
  ['18A', 17, 18],
  ['14+', 13, 14],
  ['C8', 7, 8],
  // Italy, Spain, Portugal, Finland, Brazil, Japan, Singapore, India.
  ['VM14', 13, 14],
  ['6+', 5, 6],
  ['7i', 6, 7],
  ['M/12', 11, 12],
  ['K-16', 15, 16],
  ['A14', 13, 14],
  ['PG12', 11, 12],
  ['R15+', 14, 15],
  ['NC16', 15, 16],
  ['M18', 17, 18],
  ['UA 13+', 12, 13],
] as const

const FOR_ALL = ['G', 'TV-Y', 'TV-G', 'U', '0', 'FSK 0', 'AL', 'TP', 'T', 'L', 'Btl', 'APTA']

const UNKNOWN = [
  '',
  ' ',
  'NR',
  'Not Rated',
  'Unrated',
  'N/A',
  'Exempt',
  'Season 12',
  'TV-12',
  // One country's adults are another's everybody.
  'A',
  '99',
  '123',
  '1.5e3',
  'PG-13; drop',
  'constructor',
  '__proto__',
]

test.for(AGES)('%j is above a limit of %i and within one of %i', ([written, young, old]) => {
  expect(fits(written, String(young))).toBe('no')
  expect(fits(written, String(old))).toBe('yes')
})

test.for(FOR_ALL)('%j is for everybody', (written) => {
  expect(fits(written, '0')).toBe('yes')
})

test.for(UNKNOWN)('%j is no rating', (written) => {
  expect(fits(written, '18')).toBe('unknown')
  expect(parseRating(written)).toBeUndefined()
  expect(fits('G', written)).toBe('unknown')
})

test('a title without a certification is not compared', () => {
  expect(fits(undefined, '18')).toBe('unknown')
})

test.for([
  ['pg13', 'PG-13'],
  [' pg 13 ', 'PG-13'],
  ['Rated R', 'R'],
  ['US:PG-13', 'PG-13'],
  ['de/16', '16'],
  ['tv ma', 'TV-MA'],
  ['tvy7', 'TV-Y7'],
  ['u', 'U'],
  ['12a', '12A'],
  ['12', '12'],
  ['FSK 12', '12'],
  ['１２', '12'],
  ['nc17', 'NC-17'],
  ['ma15+', '15'],
] as const)('a limit typed as %j is %j', ([typed, canonical]) => {
  expect(parseRating(typed)).toBe(canonical)
  expect(parseRating(canonical)).toBe(canonical)
})

test.for([
  // The stricter reading of a limit is the younger one, and of a certification the older one.
  ['R', 'R', 'yes'],
  ['TV-MA', 'R', 'yes'],
  ['18', 'R', 'no'],
  ['NC-17', 'R', 'no'],
  ['R', 'TV-MA', 'no'],
  ['M', 'M', 'yes'],
  ['15', 'M', 'yes'],
  ['16', 'M', 'no'],
  ['M', '15', 'no'],
  ['PG-13', 'PG', 'no'],
  ['TV-14', 'PG-13', 'no'],
  ['12A', 'PG-13', 'yes'],
] as const)('%j against a limit of %j: %s', ([certification, cap, fit]) => {
  expect(fits(certification, cap)).toBe(fit)
})

const rated = fc.constantFrom(...AGES.map(([written]) => written), ...FOR_ALL)
const ageOf = (written: string) =>
  Array.from({ length: 22 }, (_, age) => age).findIndex((age) => fits(written, `${age}`) === 'yes')

test('what is for the younger is within every limit that what is for the older is within', () => {
  fc.assert(
    fc.property(rated, rated, rated, (one, other, cap) => {
      fc.pre(ageOf(one) < ageOf(other) && fits(other, cap) === 'yes')
      expect(fits(one, cap)).toBe('yes')
    }),
  )
})

test('an age that is higher lets nothing through less', () => {
  const ages = fc.integer({ min: 0, max: 21 })
  fc.assert(
    fc.property(rated, ages, ages, (certification, low, high) => {
      fc.pre(low <= high && fits(certification, `${low}`) === 'yes')
      expect(fits(certification, `${high}`)).toBe('yes')
    }),
  )
})

test('a limit is read again as it was stored, whatever was typed', () => {
  fc.assert(
    fc.property(fc.oneof(rated, fc.string()), (typed) => {
      const limit = parseRating(typed)
      fc.pre(limit !== undefined)
      expect(parseRating(limit)).toBe(limit)
      expect(fits(typed, limit)).toBe('yes')
    }),
  )
})
