import { expect, test } from 'vitest'
import { type CrashHousehold, newText, setUpCrashTests } from '../helpers/crash-household.ts'
import { killAtEachEvent, POINTS } from '../helpers/crash-points.ts'
import { SAM } from '../helpers/household.ts'

setUpCrashTests()

const FARGO = 269613

test(`crash at every point of an add of a season (${POINTS}): one show, and one reply`, async () => {
  const runs = await killAtEachEvent({
    texts: async () => [newText(SAM, 'add fargo season 2')],
    outcome: async (household) => outcomeOf(household),
  })

  expect(runs.length).toBeGreaterThan(10)
  for (const { killedAt, acknowledged, replied, outcome } of runs) {
    expect.soft(replied, killedAt).toBeGreaterThanOrEqual(acknowledged)
    expect.soft(outcome, killedAt).toEqual({
      monitored: [[2]],
      adds: [expect.objectContaining({ addOptions: { searchForMissingEpisodes: true } })],
      replies: ['Added Fargo (2014), season 2. Searching for it now.'],
      turns: [1],
      unfinished: [],
      miscounted: [],
    })
  }
})

function outcomeOf({ sonarr, sent, select, unfinished, miscounted }: CrashHousehold) {
  const copies = [...sonarr.library.values()].filter(({ show }) => show.tvdbId === FARGO)
  return {
    /** The seasons of each copy of the show. */
    monitored: copies.map(({ episodes }) => [
      ...new Set(
        episodes.filter(({ monitored }) => monitored).map(({ seasonNumber }) => seasonNumber),
      ),
    ]),
    adds: sonarr.requests
      .filter(({ path, answer }) => path === '/api/v3/series' && answer?.status === 201)
      .map(({ body }) => body),
    replies: sent(SAM),
    turns: select(`select count(*) from messages where role = 'user'`),
    unfinished: unfinished(),
    miscounted: miscounted(),
  }
}
