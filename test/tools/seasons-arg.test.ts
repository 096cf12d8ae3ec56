import { expect, test } from 'vitest'
import { readSeasons, SeasonsArg } from '../../src/tools/seasons-arg.ts'
import { KindArg } from '../../src/tools/title-args.ts'

const listed = (...seasons: number[]) => ({ type: 'listed', seasons })
const from = (first: number) => ({ type: 'from', first })

test.for<[written: unknown, understood: unknown]>([
  [undefined, { type: 'all' }],
  [null, { type: 'all' }],
  ['', { type: 'all' }],
  [[], { type: 'all' }],
  [false, { type: 'all' }],
  ['null', { type: 'all' }],
  ['N/A', { type: 'all' }],
  ['All Seasons', { type: 'all' }],
  ['new', { type: 'new' }],
  ['future seasons', { type: 'new' }],
  ['latest', { type: 'latest' }],
  ['the last season', { type: 'latest' }],
  [3, listed(3)],
  ['3', listed(3)],
  ['season 3', listed(3)],
  ['S03', listed(3)],
  [[4, 3, 3], listed(3, 4)],
  ['[3, 4]', listed(3, 4)],
  [['season 3', 'season 4'], listed(3, 4)],
  ['3 and 4', listed(3, 4)],
  ['1, 3-5', listed(1, 3, 4, 5)],
  ['2 to 4', listed(2, 3, 4)],
  ['3-', from(3)],
  ['3+', from(3)],
  ['from season 3', from(3)],
  ['3 onwards', from(3)],
  ['3 and later', from(3)],
  [{ from: 3 }, undefined],
  [true, undefined],
  ['the good ones', undefined],
  ['0', undefined],
  ['5-3', undefined],
  ['2201', undefined],
])('seasons written as %j are read as %j', ([written, understood]) => {
  expect(readSeasons(SeasonsArg.parse(written))).toEqual(understood)
})

test('forty seasons in a list are forty', () => {
  const seasons = Array.from({ length: 40 }, (_, index) => index + 1)

  expect(readSeasons(SeasonsArg.parse(seasons))).toEqual(listed(...seasons))
})

test.for([
  ['film', 'film'],
  ['Movie', 'film'],
  ['movies', 'film'],
  ['show', 'show'],
  ['TV', 'show'],
  ['tv_series', 'show'],
  ['TV show', 'show'],
  ['series', 'show'],
  ['television series', 'show'],
  ['anime', 'show'],
  ['book', undefined],
  ['', undefined],
  [null, undefined],
  [7, undefined],
] as const)('the kind %j is read as %j', ([written, kind]) => {
  expect(KindArg.parse(written)).toBe(kind)
})
