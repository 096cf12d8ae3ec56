import { expect, test } from 'vitest'
import { SAM, startHousehold } from '../helpers/household.ts'

test.for([
  ['is heat in?', 'Heat (1995) is here.'],
  ['is the brutalist here yet', 'The Brutalist (2024) is wanted, but not here yet.'],
  ['find alien', "Alien (1979) isn't here. Want me to add it? Reply YES."],
  ['is dune in', 'Dune (2021) is here.'],
  ['dune 1984', "Dune (1984) isn't here. Want me to add it? Reply YES."],
  ['is dune 1999 in', 'Dune (2021) is here.'],
  ['1917', '1917 (2019) is here.'],
  ['blade runner 2049', 'Blade Runner 2049 (2017) is here.'],
  [
    'find the grand zorba',
    'I can\'t find a film or show called "the grand zorba". Maybe another spelling, or who is in it?',
  ],
] as const)('%j is answered %j', async ([text, reply]) => {
  const household = await startHousehold()

  expect(await household.text(SAM, text)).toBe(reply)
})

test('several that fit and are not here are listed', async () => {
  const household = await startHousehold()
  const dune = household.radarr.find(438631)
  household.radarr.library.delete(dune?.id ?? 0)

  expect(await household.text(SAM, 'is dune in?')).toBe(
    'Which one? Reply a number.\n1 Dune (2021) - not here\n2 Dune (1984) - not here',
  )
  expect(await household.text(SAM, '2')).toBe(
    "Dune (1984) isn't here. Want me to add it? Reply YES.",
  )
})

const LOOKUP = /\/lookup\?/

test.for([
  ['is heat in?', 'Heat (1995) is here.'],
  ['find heat 1995', 'Heat (1995) is here.'],
  ['add heat', 'Heat (1995) is here.'],
  ['find chernobyl', 'Chernobyl (2019) is here.'],
] as const)('%j needs no lookup, because the library has it: %s', async ([text, reply]) => {
  const household = await startHousehold()
  for (const service of [household.radarr, household.sonarr]) {
    service.intercept = ({ path }) => (LOOKUP.test(path) ? { status: 503 } : 'pass')
  }

  expect(await household.text(SAM, text)).toBe(reply)
})

test('a title that no lookup finds any more is told from the library', async () => {
  const household = await startHousehold()
  household.radarr.intercept = ({ path }) =>
    LOOKUP.test(path) ? { status: 200, body: [] } : 'pass'

  expect(await household.text(SAM, 'is heat in?')).toBe('Heat (1995) is here.')
})

test('what the library only has something like is not told while lookups fail', async () => {
  const household = await startHousehold()
  household.radarr.intercept = ({ path }) => (LOOKUP.test(path) ? { status: 503 } : 'pass')

  expect(await household.text(SAM, 'is the dark in?')).toBe(
    "Radarr isn't answering, so films have to wait. Shows still work. Please try again in a while.",
  )
})

test('a film that is in the library but not wanted is not here', async () => {
  const household = await startHousehold()
  const brutalist = household.radarr.find(549509)
  if (brutalist) brutalist.monitored = false

  expect(await household.text(SAM, 'is the brutalist in?')).toBe(
    "The Brutalist (2024) isn't here. Want me to add it? Reply YES.",
  )
})

test('a household without Radarr is told so', async () => {
  const household = await startHousehold({ env: { RADARR_URL: '', RADARR_API_KEY: '' } })

  expect(await household.text(SAM, 'is heat in?')).toBe(
    'I can\'t find a show called "heat", and films aren\'t set up here.',
  )
})
