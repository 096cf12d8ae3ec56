import { expect, test } from 'vitest'
import { searchTitles } from '../../src/demo/title-search.ts'

const TITLES = [
  { title: 'Alien: Romulus', year: 2024 },
  { title: 'Alien', year: 1979 },
  { title: 'Aliens', year: 1986 },
  { title: "Ocean's Eleven", year: 2001 },
  { title: 'Déjà Vu', year: 2006 },
  { title: '1984', year: 1984 },
  { title: 'Dune', year: 1984 },
]

test.for([
  ['the exact word before a near one', 'aliens', ['Aliens', 'Alien', 'Alien: Romulus']],
  ['the whole title before a longer one', 'alien', ['Alien', 'Alien: Romulus', 'Aliens']],
  ['every word, not just one', 'alien romulus', ['Alien: Romulus']],
  ['punctuation left out', 'OCEANS ELEVEN', ["Ocean's Eleven"]],
  ['a curly apostrophe', 'ocean\u2019s eleven', ["Ocean's Eleven"]],
  ['accents left out', 'deja vu', ['Déjà Vu']],
  ['a slip', 'ocean elevan', ["Ocean's Eleven"]],
  ['a year beside the title', 'dune (1984)', ['Dune']],
  ['a year that is the title', '1984', ['1984']],
  ['a year that is wrong', 'dune 2021', []],
  ['a number that is nearly one', '1985', []],
  ['nothing', ' ?! ', []],
] as const)('%s', ([, term, expected]) => {
  expect(searchTitles(term, TITLES).map(({ title }) => title)).toEqual(expected)
})
