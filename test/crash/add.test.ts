import { expect, test } from 'vitest'
import { type CrashHousehold, newText, setUpCrashTests } from '../helpers/crash-household.ts'
import { killAtEachEvent, POINTS } from '../helpers/crash-points.ts'
import { SAM } from '../helpers/household.ts'

setUpCrashTests()

const DUNE_PART_TWO = 693134
const ADDED = /^Added Dune: Part Two \(2024\)( in 1080p)?\. Searching for it now\.$/

test(`crash at every point of an add (${POINTS}): one film that is searched for, and one reply`, async () => {
  const runs = await killAtEachEvent({
    texts: async () => [newText(SAM, 'add dune part two')],
    outcome: async (household) => outcomeOf(household),
  })

  expect(runs.length).toBeGreaterThan(10)
  for (const { killedAt, acknowledged, replied, outcome } of runs) {
    expect.soft(replied, killedAt).toBeGreaterThanOrEqual(acknowledged)
    expect.soft(outcome, killedAt).toEqual({
      copies: [expect.objectContaining({ monitored: true })],
      adds: [expect.objectContaining({ addOptions: { searchForMovie: true } })],
      replies: [expect.stringMatching(ADDED)],
      turns: [1],
      unfinished: [],
      miscounted: [],
    })
  }
})

function outcomeOf({ radarr, sent, select, unfinished, miscounted }: CrashHousehold) {
  return {
    copies: [...radarr.library.values()].filter(({ film }) => film.tmdbId === DUNE_PART_TWO),
    adds: radarr.requests
      .filter(({ path, answer }) => path === '/api/v3/movie' && answer?.status === 201)
      .map(({ body }) => body),
    replies: sent(SAM),
    turns: select(`select count(*) from messages where role = 'user'`),
    unfinished: unfinished(),
    miscounted: miscounted(),
  }
}
