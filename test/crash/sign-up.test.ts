import { expect, test } from 'vitest'
import { setUpCrashTests } from '../helpers/crash-household.ts'
import { killAtEachEventOf, POINTS } from '../helpers/crash-points.ts'
import { KNOCK, KNOCKED, knockOf, WITH_TWO_ADMINS } from '../helpers/crash-requests.ts'

setUpCrashTests()

test.for([
  ['first text', 0, 5],
  ['name', 1, 8],
] as const)(
  `crash at every point of a stranger's %s (${POINTS}): each is asked once`,
  async ([, step, points]) => {
    const runs = await killAtEachEventOf(KNOCK, step, {
      setting: WITH_TWO_ADMINS,
      outcome: async (household) => knockOf(household),
    })

    expect(runs.length).toBeGreaterThan(points)
    for (const { killedAt, acknowledged, replied, outcome } of runs) {
      expect.soft(replied, killedAt).toBeGreaterThanOrEqual(acknowledged)
      expect.soft(outcome, killedAt).toEqual(KNOCKED)
    }
  },
)
