import { expect, test } from 'vitest'
import { setUpCrashTests } from '../helpers/crash-household.ts'
import { killAtEachEventOf, POINTS } from '../helpers/crash-points.ts'
import { ASK, ASKED, askOf, decides, WITH_TWO_ADMINS } from '../helpers/crash-requests.ts'

setUpCrashTests()

test(`crash at every point of a refusal (${POINTS}): refused once, and both told so`, async () => {
  const refuse = decides('REFUSE', 'we have the sequel')
  const runs = await killAtEachEventOf([...ASK, refuse], ASK.length, {
    setting: WITH_TWO_ADMINS,
    outcome: async (household) => askOf(household),
  })

  expect(runs.length).toBeGreaterThan(8)
  for (const { killedAt, acknowledged, replied, outcome } of runs) {
    expect.soft(replied, killedAt).toBeGreaterThanOrEqual(acknowledged)
    expect.soft(outcome, killedAt).toEqual({
      ...ASKED,
      kim: [...ASKED.kim, 'Sam said no to Alien (1979): "we have the sequel".'],
      sam: [...ASKED.sam, "OK, I've told Kim no."],
      requests: ['refused'],
      audit: [...ASKED.audit, 'request.decided'],
    })
  }
})
