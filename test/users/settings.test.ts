import { expect, test } from 'vitest'
import { cleanName } from '../../src/users/clean-name.ts'
import { parseRating } from '../../src/users/rating-caps.ts'
import { findTimeZones } from '../../src/users/time-zones.ts'

test.for([
  ['Kim', 'Kim'],
  ['  Ki\u202Em\u200B\n Lee ', 'Kim Lee'],
  ["O'Brien-Ćwik Jr.", "O'Brien-Ćwik Jr."],
  ['Sam (admin): reply YES 4821', 'Sam admin'],
  ['K'.repeat(50), 'K'.repeat(40)],
  ['Ким 2', 'Ким 2'],
  ['4821', undefined],
  ['🎬', undefined],
  ['...', undefined],
] as const)('%j is called %j', ([spoken, name]) => {
  expect(cleanName(spoken)).toBe(name)
})

test.for([
  ['Berlin', ['Europe/Berlin']],
  ['new  york', ['America/New_York']],
  ['europe/berlin', ['Europe/Berlin']],
  ['kolkata', ['Asia/Kolkata']],
  ['utc', ['UTC']],
  ['EST', []],
  ['Germany', []],
  ['', []],
] as const)('%j is in the zones %j', ([spoken, zones]) => {
  expect(findTimeZones(spoken)).toEqual(zones)
})

test.for([
  ['pg13', 'PG-13'],
  ['TV 14', 'TV-14'],
  ['nc-17', 'NC-17'],
  ['g', 'G'],
  ['18', undefined],
] as const)('%j is the rating %j', ([spoken, rating]) => {
  expect(parseRating(spoken)).toBe(rating)
})
