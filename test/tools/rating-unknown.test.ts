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
