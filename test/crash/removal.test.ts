import { expect, onTestFinished, test } from 'vitest'
import {
  type CrashHousehold,
  type CrashService,
  newText,
  setUpCrashTests,
  startCrashHousehold,
} from '../helpers/crash-household.ts'
import { killAtEachEvent, POINTS } from '../helpers/crash-points.ts'
import { SAM } from '../helpers/household.ts'
import { eventually } from '../helpers/until.ts'

setUpCrashTests()

const REMOVED = 'Removed Heat (1995) and its file (14 GB).'
const UNCLEAR =
  "Radarr stopped answering, so I can't tell yet what became of Heat (1995). I'll keep looking and text you."
const APOLOGY = 'Sorry, something went wrong on my side. Please try that once more.'
const GONE = 'Heat (1995) is already gone.'

const STARTS_OF_A_TURN = 4

const ONE_REMOVAL = {
  missing: ['Heat'],
  deletes: 1,
  replies: [REMOVED],
  question: ['done'],
  unfinished: [],
}

async function setUp() {
  const household = await startCrashHousehold()
  onTestFinished(() => household.close())
  return household
}

test(`crash at every point of a removal (${POINTS}): one film gone, and one reply`, async () => {
  const runs = await killAtEachEvent({
    texts: async (household, service) => [newText(SAM, await askAboutHeat(household, service))],
    async outcome(household, service) {
      await service.deliver(newText(SAM, yesTo(household)))
      await service.settled()
      return outcomeOf(household)
    },
  })

  expect(runs.length).toBeGreaterThan(8)
  for (const { killedAt, acknowledged, replied, outcome } of runs) {
    expect.soft(replied, killedAt).toBeGreaterThanOrEqual(acknowledged)
    expect.soft(outcome, killedAt).toEqual({ ...ONE_REMOVAL, replies: [REMOVED, GONE] })
  }
})

test('a removal whose answer is lost is told as what it came to', async () => {
  const household = await setUp()
  const service = await household.startService()
  const answer = await askAboutHeat(household, service)
  household.radarr.intercept = ({ method }) => (method === 'DELETE' ? 'act-then-drop' : 'pass')

  await service.deliver(newText(SAM, answer))
  await service.settled()

  expect(outcomeOf(household)).toEqual(ONE_REMOVAL)
})

test('a removal killed while Radarr acts is told once Radarr, away since, is back', async () => {
  const household = await setUp()
  const { radarr } = household
  const killed = await household.startService()
  const answer = await askAboutHeat(household, killed)
  radarr.intercept = async ({ method }) => {
    if (method !== 'DELETE') return 'pass'
    radarr.intercept = () => 'drop'
    await household.kill()
    return 'act-then-drop'
  }

  await killed.deliver(newText(SAM, answer))
  await killed.settled()
  const restarted = await household.startService()
  await restarted.settled()
  const whileAway = outcomeOf(household)
  await household.kill()
  radarr.intercept = () => 'pass'
  const later = await household.startService({ clockAheadMs: 60_000 })
  await eventually(() => expect(household.sent(SAM)).toHaveLength(3))
  await later.settled()

  expect(whileAway).toMatchObject({ replies: [UNCLEAR], unfinished: ['question executing'] })
  expect(outcomeOf(household)).toEqual({ ...ONE_REMOVAL, replies: [UNCLEAR, REMOVED] })
})

test('a removal that every start of its turn dies of is apologised for, then looked into', async () => {
  const household = await setUp()
  const { radarr } = household
  let service = await household.startService()
  const answer = await askAboutHeat(household, service)
  let deletes = 0
  radarr.intercept = async ({ method }) => {
    if (method !== 'DELETE' || ++deletes > STARTS_OF_A_TURN) return 'pass'
    await household.kill()
    return 'drop'
  }

  await service.deliver(newText(SAM, answer))
  while (!(await service.settled())) service = await household.startService()
  await eventually(() => expect(household.sent(SAM)).toHaveLength(3))
  await service.settled()

  expect(outcomeOf(household)).toEqual({ ...ONE_REMOVAL, replies: [APOLOGY, REMOVED] })
})

/** Resolves with the answer that removes it. */
async function askAboutHeat(household: CrashHousehold, service: CrashService): Promise<string> {
  await service.deliver(newText(SAM, 'delete heat'))
  await service.settled()
  return yesTo(household)
}

/** The answer to the question that Sam was sent, with its code, read as a person reads it. */
function yesTo({ sent }: CrashHousehold): string {
  const [question = ''] = sent(SAM)
  return /YES \d{4}/.exec(question)?.[0] ?? question
}

function outcomeOf({ radarr, sent, select, unfinished }: CrashHousehold) {
  const missing = radarr.films.filter(
    ({ gigabytes, tmdbId }) => gigabytes !== undefined && !radarr.find(tmdbId),
  )
  const deletes = radarr.requests.filter(
    ({ method, answer }) => method === 'DELETE' && answer?.status === 200,
  )
  return {
    missing: missing.map(({ title }) => title),
    deletes: deletes.length,
    // The first one is the question.
    replies: sent(SAM).slice(1),
    question: select('select state from pending_actions'),
    unfinished: unfinished(),
  }
}
