import { expect, onTestFinished, test, vi } from 'vitest'
import {
  type CrashHousehold,
  type CrashService,
  newText,
  setUpCrashTests,
  startCrashHousehold,
} from '../helpers/crash-household.ts'
import { KIM, SAM } from '../helpers/household.ts'
import { textOf } from '../helpers/stepwise-model.ts'

setUpCrashTests()

const APOLOGY = 'Sorry, something went wrong on my side. Please try that once more.'
const YES = { role: 'assistant', content: 'Yes.' } as const
const STARTS = 3

/** `onText` decides with what is said to a text, or that the service dies of it. */
async function setUp(onText: (text: string) => Promise<'answer' | 'kill'>) {
  const household: CrashHousehold = await startCrashHousehold({
    answer: async (request) => {
      if ((await onText(textOf(request))) === 'kill') await household.kill()
      return YES
    },
  })
  onTestFinished(() => household.close())
  return household
}

/** Starts a service after each that has died, up to the one that comes to rest. */
async function restartUntilSettled(household: CrashHousehold, first: CrashService): Promise<void> {
  let service = first
  for (let starts = 0; starts < 2 * STARTS && !(await service.settled()); starts++) {
    service = await household.startService()
  }
}

test('poison text: given up after three starts, apologised for once, and nobody waits for it', async () => {
  let deaths = 0
  const household = await setUp(async (text) => {
    if (text !== 'poison') return 'answer'
    deaths += 1
    await vi.waitUntil(() => household.sent(KIM).length === deaths, 60_000)
    return 'kill'
  })
  const { sent, select } = household

  let service = await household.startService()
  await service.deliver(newText(SAM, 'poison'))
  await service.deliver(newText(SAM, 'are you there?'))
  for (let starts = 1; starts <= STARTS; starts++) {
    await service.deliver(newText(KIM, 'and for me?'))
    expect(await service.settled()).toBe(false)
    service = await household.startService()
  }
  await service.settled()

  expect(deaths).toBe(STARTS)
  expect(sent(SAM)).toEqual([APOLOGY, 'Yes.'])
  expect(sent(KIM)).toEqual(['Yes.', 'Yes.', 'Yes.'])
  expect(select(`select body from inbox where state = 'parked'`)).toEqual(['poison'])
})

test('poison text: what was being answered beside it is not given up with it', async () => {
  let deaths = 0
  let asked = 0
  const household = await setUp(async (text) => {
    if (text === 'poison') {
      // The first two times the other turn is under way.
      await vi.waitUntil(() => asked > Math.min(deaths, 1), 60_000)
      deaths += 1
      return 'kill'
    }
    asked += 1
    await vi.waitUntil(() => deaths === STARTS, 60_000)
    return 'answer'
  })
  const service = await household.startService()

  await service.deliver(newText(SAM, 'poison'))
  await service.deliver(newText(KIM, 'and for me?'))
  await restartUntilSettled(household, service)

  expect(household.sent(SAM)).toEqual([APOLOGY])
  expect(household.sent(KIM)).toEqual(['Yes.'])
})
