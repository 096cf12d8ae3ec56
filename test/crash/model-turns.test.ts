import { expect, test } from 'vitest'
import { type CrashHousehold, newText, setUpCrashTests } from '../helpers/crash-household.ts'
import { killAtEachEvent, POINTS } from '../helpers/crash-points.ts'
import { SAM } from '../helpers/household.ts'
import { stepwise } from '../helpers/stepwise-model.ts'

setUpCrashTests()

const DUNE_PART_TWO = 693134
const ALIEN = 348

test(`crash at every point of an add of two films in one step (${POINTS}): each once, one reply`, async () => {
  const runs = await killAtEachEvent({
    setting: {
      answer: stepwise([
        ['add', { title: 'dune part two' }],
        ['add', { title: 'alien' }],
      ]),
    },
    texts: async () => [newText(SAM, 'add dune part two and alien')],
    outcome: async (household) => outcomeOf(household),
  })

  expect(runs.length).toBeGreaterThan(10)
  for (const { killedAt, acknowledged, replied, outcome } of runs) {
    expect.soft(replied, killedAt).toBeGreaterThanOrEqual(acknowledged)
    expect.soft(outcome, killedAt).toEqual({
      added: [DUNE_PART_TWO, ALIEN].map((tmdbId) => expect.objectContaining({ tmdbId })),
      isWanted: [true, true],
      replies: [
        expect.stringMatching(
          /^Added Dune: Part Two \(2024\)( in 1080p)?\. Searching for it now\. Added Alien \(1979\)( in 1080p)?\. Searching for it now\.$/,
        ),
      ],
      roles: ['user', 'assistant', 'tool', 'tool', 'assistant'],
      unfinished: [],
      miscounted: [],
    })
  }
})

test(`crash at every point of a turn of several tools (${POINTS}): each step once, one reply`, async () => {
  const runs = await killAtEachEvent({
    setting: {
      answer: stepwise(
        [
          ['find', { title: 'heat', read_first: true }],
          ['downloading', { read_first: true }],
        ],
        [['add', { title: 'alien', read_first: true }]],
        'Heat is a good one until then.',
      ),
    },
    texts: async () => [newText(SAM, 'is heat in, and what is coming down? add alien too')],
    outcome: async (household) => outcomeOf(household),
  })

  expect(runs.length).toBeGreaterThan(10)
  for (const { killedAt, acknowledged, replied, outcome } of runs) {
    expect.soft(replied, killedAt).toBeGreaterThanOrEqual(acknowledged)
    expect.soft(outcome, killedAt).toEqual({
      added: [expect.objectContaining({ tmdbId: ALIEN })],
      isWanted: [true],
      replies: [
        expect.stringMatching(
          /^Added Alien \(1979\)( in 1080p)?\. Searching for it now\. Heat is a good one until then\.$/,
        ),
      ],
      roles: ['user', 'assistant', 'tool', 'tool', 'assistant', 'tool', 'assistant'],
      unfinished: [],
      miscounted: [],
    })
  }
})

function outcomeOf({ radarr, sent, select, unfinished, miscounted }: CrashHousehold) {
  const adds = radarr.requests.filter(
    ({ method, path, answer }) =>
      method === 'POST' && path === '/api/v3/movie' && answer?.status === 201,
  )
  const films = [DUNE_PART_TWO, ALIEN].flatMap((tmdbId) => radarr.find(tmdbId) ?? [])
  return {
    added: adds.map(({ body }) => body),
    isWanted: films.map(({ monitored }) => monitored),
    replies: sent(SAM),
    roles: select('select role from messages order by position'),
    unfinished: unfinished(),
    miscounted: miscounted(),
  }
}
