import { expect, test } from 'vitest'
import type { Film } from '../../src/demo/films.ts'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { calls, scriptedModel } from '../helpers/scripted-model.ts'
import { monitoredOf, TVDB } from '../helpers/shows.ts'

const ZODIAC: Film = { tmdbId: 1949, title: 'Zodiac', year: 2007, status: 'released' }
const NETWORK: Film = {
  tmdbId: 37799,
  title: 'The Social Network',
  year: 2010,
  status: 'released',
}
const UNRELEASED: Film = { tmdbId: 5, title: 'Meridian', year: 2031, status: 'announced' }

const changesOf = ({ radarr, sonarr }: Household) =>
  [...radarr.requests, ...sonarr.requests].filter(({ method }) => method !== 'GET')

const films = [ZODIAC, NETWORK, UNRELEASED]

test.for([
  ['add zodiac 1999', "Closest is Zodiac (2007), and it isn't here. Want me to add it? Reply YES."],
  [
    'add social',
    "Closest is The Social Network (2010), and it isn't here. Want me to add it? Reply YES.",
  ],
  [
    'add meridian 2019',
    "Closest is Meridian (2031), and it isn't out yet. Want me to add it? Reply YES.",
  ],
] as const)('%j names nothing exactly, so the closest is offered', async ([text, reply]) => {
  const household = await startHousehold({ films })

  expect(await household.text(KIM, text)).toBe(reply)
  expect(changesOf(household)).toEqual([])
  expect(await household.text(KIM, 'yes')).toMatch(/^Added (Zodiac|The Social|Meridian)/)
})

test.for([
  ['add zodiac', 'Added Zodiac (2007) in 4K. Searching for it now.'],
  ['add zodiac 2007', 'Added Zodiac (2007) in 4K. Searching for it now.'],
  ['add ZODIAC!', 'Added Zodiac (2007) in 4K. Searching for it now.'],
] as const)('%j names it exactly, so it is added', async ([text, reply]) => {
  const household = await startHousehold({ films })

  expect(await household.text(KIM, text)).toBe(reply)
})

test('a year that belongs to the name fits', async () => {
  const { model } = scriptedModel(calls(['add', { title: 'Wonder Woman', year: 1984 }]))
  const film: Film = { tmdbId: 464052, title: 'Wonder Woman 1984', year: 2020, status: 'released' }
  const household = await startHousehold({ model, films: [film] })

  expect(await household.text(SAM, 'add wonder woman 1984')).toBe(
    'Added Wonder Woman 1984 (2020) in 4K. Searching for it now.',
  )
})

test.for([
  ['add heat 1999', 'Heat (1995) is here.'],
  ['add the brutalist 1999', 'The Brutalist (2024) is wanted, but not here yet.'],
] as const)(
  '%j names nothing exactly, and what is here or wanted is told to be',
  async ([text, reply]) => {
    const household = await startHousehold()

    expect(await household.text(SAM, text)).toBe(reply)
    expect(changesOf(household)).toEqual([])
  },
)

test('the seasons that were asked for go with the offer of a show', async () => {
  const household = await startHousehold()

  expect(await household.text(SAM, 'add fargo 2003 season 2')).toBe(
    "Closest is Fargo (2014), and it isn't here. Want me to add it? Reply YES.",
  )
  expect(await household.text(SAM, 'yes')).toBe(
    'Added Fargo (2014), season 2. Searching for it now.',
  )
  expect(monitoredOf(household, TVDB.fargo).seasons).toEqual([2])
})

test('a film is not taken for what was meant because the shows cannot be looked up', async () => {
  const household = await startHousehold()
  household.sonarr.intercept = () => ({ status: 503 })

  expect(await household.text(SAM, 'add fargo')).toBe(
    "The film Fargo (1996) isn't here, and shows can't be looked up now. Want me to add it? Reply YES.",
  )
  expect(changesOf(household)).toEqual([])
  expect(await household.text(SAM, 'yes')).toBe(
    'Added Fargo (1996) in 1080p. Searching for it now.',
  )
})

test('a show is not taken for what was meant because the films cannot be looked up', async () => {
  const household = await startHousehold()
  household.radarr.intercept = () => 'drop'

  expect(await household.text(SAM, 'add fargo')).toBe(
    "The show Fargo (2014) isn't here, and films can't be looked up now. Want me to add it? Reply YES.",
  )
  expect(changesOf(household)).toEqual([])
})

test.for([
  ['add the film fargo', 'Added Fargo (1996) in 1080p. Searching for it now.'],
  ['add heat', 'Heat (1995) is here.'],
] as const)('%j is in no doubt while the shows cannot be looked up', async ([text, reply]) => {
  const household = await startHousehold()
  household.sonarr.intercept = () => 'drop'

  expect(await household.text(SAM, text)).toBe(reply)
})
