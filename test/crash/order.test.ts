import { expect, onTestFinished, test } from 'vitest'
import {
  type CrashHousehold,
  newText,
  setUpCrashTests,
  startCrashHousehold,
} from '../helpers/crash-household.ts'
import { killAtEachEvent, POINTS } from '../helpers/crash-points.ts'
import { KIM, SAM } from '../helpers/household.ts'
import { eventually } from '../helpers/until.ts'

setUpCrashTests()

const ADDED = 'Added Dune: Part Two (2024) in 1080p. Searching for it now.'
const ANY_TIME = 'Any time.'
const GREETING = expect.stringMatching(/^Hi Sam, /)

async function setUp() {
  const household = await startCrashHousehold()
  onTestFinished(() => household.close())
  return household
}

/** Lets Radarr answer nothing before `release`; `isAsked` resolves when a turn waits for it. */
function holdRadarr({ radarr }: CrashHousehold) {
  let release = () => {}
  const released = new Promise<'pass'>((resolve) => {
    release = () => resolve('pass')
  })
  radarr.intercept = () => released
  const isAsked = () => eventually(() => expect(radarr.requests).not.toEqual([]))
  return { isAsked, release }
}

test('twenty concurrent redeliveries, five during the turn and one after it are one turn', async () => {
  const household = await setUp()
  const service = await household.startService()
  const { isAsked, release } = holdRadarr(household)
  const text = newText(SAM, 'add dune part two')
  const deliver = () => service.deliver(text)

  const atOnce = await Promise.all(Array.from({ length: 20 }, deliver))
  await isAsked()
  const meanwhile = await Promise.all(Array.from({ length: 5 }, deliver))
  release()
  await service.settled()
  const afterwards = await deliver()
  await service.settled()

  expect([...atOnce, ...meanwhile, afterwards]).toEqual(Array.from({ length: 26 }, () => true))
  expect(household.sent()).toEqual([ADDED])
  expect(household.select('select body from inbox')).toEqual([text.body])
  expect(household.select(`select content from messages where role = 'user'`)).toEqual([text.body])
})

test(`order within a phone under kills at every point of two quick texts (${POINTS}): one reply each`, async () => {
  const runs = await killAtEachEvent({
    texts: async () => [newText(SAM, 'thanks'), newText(SAM, 'hi')],
    outcome: async ({ sent, unfinished }) => ({ replies: sent(SAM), unfinished: unfinished() }),
  })

  expect(runs.length).toBeGreaterThan(8)
  for (const { killedAt, acknowledged, replied, outcome } of runs) {
    expect.soft(replied, killedAt).toBeGreaterThanOrEqual(acknowledged)
    expect.soft(outcome, killedAt).toEqual({ replies: [ANY_TIME, GREETING], unfinished: [] })
  }
})

test('order within a phone under kills: a text that waits behind a slow one keeps its place', async () => {
  const household = await setUp()
  const killed = await household.startService()
  const { isAsked, release } = holdRadarr(household)

  await killed.deliver(newText(SAM, 'add dune part two'))
  await isAsked()
  await killed.deliver(newText(SAM, 'thanks'))
  await household.kill()
  release()
  const restarted = await household.startService()
  await restarted.settled()

  expect(household.sent(SAM)).toEqual([ADDED, ANY_TIME])
})

test('a slow turn of one phone does not delay another', async () => {
  const household = await setUp()
  const service = await household.startService()
  const { isAsked, release } = holdRadarr(household)

  await service.deliver(newText(SAM, 'add dune part two'))
  await isAsked()
  await service.deliver(newText(KIM, 'thanks'))
  await eventually(() => expect(household.sent(KIM)).toEqual([ANY_TIME]))
  const sentToSam = household.sent(SAM)
  release()
  await service.settled()

  expect(sentToSam).toEqual([])
  expect(household.sent(SAM)).toEqual([ADDED])
})
