import { expect, test } from 'vitest'
import { pickTitles } from '../../src/tools/search-titles.ts'

const LIBRARY = [
  ['Dune', 1984],
  ['Dune', 2021],
  ['Dune: Part Two', 2024],
  ['The Matrix', 1999],
  ['Rocky II', 1979],
  ['Fast & Furious', 2009],
  ['Amélie', 2001],
  ["Ocean's Eleven", 2001],
  ['Wonder Woman 1984', 2020],
  ['Blade Runner 2049', 2017],
].map(([title, year], index) => ({
  kind: 'film' as const,
  tmdbId: index,
  title: String(title),
  year: Number(year),
  hasFile: true,
  files: 1,
  sizeBytes: 1,
  monitored: true,
}))

test.for([
  ['dune part 2', undefined, ['Dune: Part Two (2024)']],
  ['DUNE PART TWO', undefined, ['Dune: Part Two (2024)']],
  ['dune', undefined, ['Dune (1984)', 'Dune (2021)']],
  ['dune', 2021, ['Dune (2021)']],
  ['matrix', undefined, ['The Matrix (1999)']],
  ['rocky 2', undefined, ['Rocky II (1979)']],
  ['fast and furious', undefined, ['Fast & Furious (2009)']],
  ['amelie', undefined, ['Amélie (2001)']],
  ['oceans eleven', undefined, ["Ocean's Eleven (2001)"]],
  ['wonder woman', 1984, ['Wonder Woman 1984 (2020)']],
  ['blade runner', undefined, ['Blade Runner 2049 (2017)']],
  ['dune', 1999, []],
  ['heat', undefined, []],
] as const)('%j of %s picks %j', ([title, year, picked]) => {
  const { titles } = pickTitles(LIBRARY, { title, year })

  expect(titles.map((film) => `${film.title} (${film.year})`)).toEqual(picked)
})
