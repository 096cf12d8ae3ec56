import { expect, test } from 'vitest'
import {
  type CrashHousehold,
  type CrashService,
  newText,
  setUpCrashTests,
} from '../helpers/crash-household.ts'
import { killAtEachEvent, POINTS } from '../helpers/crash-points.ts'
import { SAM } from '../helpers/household.ts'

setUpCrashTests()

const DUNE = 438631
const REPLACED = 'Deleted that copy of Dune (2021) (22 GB) and blocked it. Searching for another.'
const GONE = 'That copy of Dune (2021) is already gone.'

test(`crash at every point of a replacement (${POINTS}): it deletes and blocks once, searches, and says so once`, async () => {
  const runs = await killAtEachEvent({
    texts: async (household, service) => [newText(SAM, await complain(household, service))],
    async outcome(household, service) {
      await service.deliver(newText(SAM, yesTo(household)))
      await service.settled()
      return outcomeOf(household)
    },
  })

  expect(runs.length).toBeGreaterThan(10)
  for (const { killedAt, acknowledged, replied, outcome } of runs) {
    expect.soft(replied, killedAt).toBeGreaterThanOrEqual(acknowledged)
    expect.soft(outcome, killedAt).toEqual({
      isHere: false,
      isWanted: true,
      deletes: 1,
      blocks: 1,
      hasSearched: true,
      replies: [REPLACED, GONE],
      question: ['done'],
      unfinished: [],
    })
  }
})

/** Resolves with the answer that replaces it. */
async function complain(household: CrashHousehold, service: CrashService): Promise<string> {
  await service.deliver(newText(SAM, 'the sound is off in dune'))
  await service.settled()
  return yesTo(household)
}

/** The answer to the question that Sam was sent, with its code, read as a person reads it. */
function yesTo({ sent }: CrashHousehold): string {
  const [question = ''] = sent(SAM)
  return /YES \d{4}/.exec(question)?.[0] ?? question
}

function outcomeOf({ radarr, sent, select, unfinished }: CrashHousehold) {
  const done = radarr.requests.filter(({ answer }) => answer && answer.status < 300)
  const count = (method: string, path: string) =>
    done.filter((request) => request.method === method && request.path.includes(path)).length
  const dune = radarr.find(DUNE)
  return {
    isHere: (dune?.sizeBytes ?? 0) > 0,
    isWanted: dune?.monitored,
    deletes: count('DELETE', '/moviefile/'),
    blocks: count('POST', '/history/failed/'),
    hasSearched: count('POST', '/command') > 0,
    // The first one is the question.
    replies: sent(SAM).slice(1),
    question: select('select state from pending_actions'),
    unfinished: unfinished(),
  }
}
