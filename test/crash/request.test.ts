import { expect, test } from 'vitest'
import { setUpCrashTests } from '../helpers/crash-household.ts'
import { killAtEachEventOf, POINTS } from '../helpers/crash-points.ts'
import { ASK, ASKED, askOf, WITH_TWO_ADMINS } from '../helpers/crash-requests.ts'

setUpCrashTests()

test(`crash at every point of asking for a film (${POINTS}): asked once, and nothing added`, async () => {
  const runs = await killAtEachEventOf(ASK, 0, {
    setting: WITH_TWO_ADMINS,
    outcome: async (household) => askOf(household),
  })

  expect(runs.length).toBeGreaterThan(10)
  for (const { killedAt, acknowledged, replied, outcome } of runs) {
    expect.soft(replied, killedAt).toBeGreaterThanOrEqual(acknowledged)
    expect.soft(outcome, killedAt).toEqual(ASKED)
  }
})
