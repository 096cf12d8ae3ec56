import { expect, test } from 'vitest'
import { KIM, SAM } from '../helpers/household.ts'
import { changesIn, download, limit, startLimited } from '../helpers/rating-limit.ts'
import { startWithSeason1 } from '../helpers/shows.ts'

const UNRATED = { tmdbId: 5, title: 'Nightwalk', year: 2020, status: 'released' } as const
const APPROVAL = 'Nightwalk (2020) has no rating here, so an admin has to add it.'

test.for([
  ['no certification', {}],
  ['"NR"', { certification: 'NR' }],
] as const)('what has %s is named to whoever names it, and takes an admin', async ([, rating]) => {
  const household = await startLimited('PG-13', { films: [{ ...UNRATED, ...rating }], shows: [] })

  expect(await household.text(KIM, 'nightwalk')).toBe(
    "Nightwalk (2020) isn't here. It has no rating here, so an admin has to add it.",
  )
  expect(await household.text(KIM, 'add nightwalk')).toBe(APPROVAL)
  expect(await household.text(KIM, 'yes')).not.toMatch(/^Added/)
  expect(changesIn(household)).toEqual([])

  expect(await household.text(SAM, 'add nightwalk')).toMatch(/^Added Nightwalk \(2020\)/)
})

test('what has no rating and is here is said to be here, and stands in no list', async () => {
  const household = await startLimited('PG-13', {
    films: [{ ...UNRATED, gigabytes: 4 }],
    shows: [],
  })

  expect(await household.text(KIM, 'nightwalk')).toBe('Nightwalk (2020) is here.')
  expect(await household.text(KIM, 'add nightwalk')).toBe('Nightwalk (2020) is here.')
  expect(await household.text(KIM, "what's new")).toBe('There are no films or shows here yet.')
})

test('what has no rating and is wanted is not searched for', async () => {
  const household = await startLimited('PG-13', {
    films: [{ ...UNRATED, gigabytes: 0 }],
    shows: [],
  })

  for (const text of ['nightwalk', 'why isnt nightwalk here', 'add nightwalk']) {
    expect(await household.text(KIM, text)).toBe('Nightwalk (2020) is wanted, but not here yet.')
  }
  expect(changesIn(household)).toEqual([])
})

test('what has no rating and is on its way is told to whoever names it, and stands in no list', async () => {
  const household = await startLimited('PG-13', {
    films: [{ ...UNRATED, gigabytes: 0 }],
    shows: [],
  })
  download(household, UNRATED.tmdbId)

  expect(await household.text(KIM, 'nightwalk')).toBe(
    'Nightwalk (2020) is downloading: 10%, about 30 min left.',
  )
  expect(await household.text(KIM, 'downloads')).toBe('Nothing is downloading right now.')
  expect(await household.text(SAM, 'downloads')).toContain('Nightwalk (2020)')
})

test('seasons of a show without a rating are not offered', async () => {
  const household = await startWithSeason1()
  await limit(household, KIM, 'PG-13')

  const reply =
    "Nightjar S1 is here. S2-3 aren't here. It has no rating here, so an admin has to add it."
  expect(await household.text(KIM, 'nightjar')).toBe(reply)
  expect(await household.text(KIM, 'add nightjar season 2')).toBe(reply)
  expect(changesIn(household)).toEqual([])
})

test('a number chooses among what was listed, and what has no rating takes an admin', async () => {
  const household = await startLimited('TV-14')

  expect(await household.text(KIM, 'add the office')).toBe(
    'Which one? Reply a number.\n1 The Office (US) (2005) - here\n2 The Office (UK) (2001) - not here\n3 The Office (AU) (2024) - not here',
  )
  expect(await household.text(KIM, '2')).toBe(
    'The Office (UK) (2001) has no rating here, so an admin has to add it.',
  )
})
