import { expect, test } from 'vitest'
import { KIM, SAM } from '../helpers/household.ts'
import { changesIn, download, limit, startLimited } from '../helpers/rating-limit.ts'
import { startWithSeason1 } from '../helpers/shows.ts'

const UNRATED = { tmdbId: 5, title: 'Nightwalk', year: 2020, status: 'released' } as const
const ASKED = "I've asked Sam for Nightwalk (2020). I'll text you the answer."

test.for([
  ['no certification', {}],
  ['"NR"', { certification: 'NR' }],
] as const)('what has %s is named to whoever names it, and takes an admin', async ([, rating]) => {
  const household = await startLimited('PG-13', { films: [{ ...UNRATED, ...rating }], shows: [] })

  expect(await household.text(KIM, 'nightwalk')).toBe(
    "Nightwalk (2020) isn't here. Want me to ask an admin for it? Reply YES.",
  )
  expect(await household.text(KIM, 'yes')).toBe(ASKED)
  expect(await household.text(KIM, 'add nightwalk')).toBe(
    "I've already asked Sam for Nightwalk (2020).",
  )
  expect(changesIn(household)).toEqual([])

  expect(await household.text(SAM, 'APPROVE 4821')).toMatch(/^Added Nightwalk \(2020\)/)
  await household.settled()
  expect(household.sentTo(KIM).at(-1)).toMatch(/^Sam said yes\. Added Nightwalk \(2020\)/)
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

test('seasons of a show without a rating are asked for', async () => {
  const household = await startWithSeason1()
  await limit(household, KIM, 'PG-13')

  expect(await household.text(KIM, 'nightjar')).toBe(
    "Nightjar S1 is here. S2-3 aren't here. Want me to ask an admin for them? Reply YES.",
  )
  expect(await household.text(KIM, 'add nightjar season 2')).toContain(
    "I've asked Sam for Nightjar",
  )
  expect(changesIn(household)).toEqual([])
})

test('a number chooses among what was listed, and what has no rating takes an admin', async () => {
  const household = await startLimited('TV-14')

  expect(await household.text(KIM, 'add the office')).toBe(
    'Which one? Reply a number.\n1 The Office (US) (2005) - here\n2 The Office (UK) (2001) - not here\n3 The Office (AU) (2024) - not here',
  )
  expect(await household.text(KIM, '2')).toBe(
    "I've asked Sam for The Office (UK) (2001). I'll text you the answer.",
  )
})
