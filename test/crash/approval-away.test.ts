import { expect, test } from 'vitest'
import { setUpCrashTests } from '../helpers/crash-household.ts'
import { killAtEachEventOf, POINTS } from '../helpers/crash-points.ts'
import { ASK, ASKED, askOf, decides, WITH_TWO_ADMINS } from '../helpers/crash-requests.ts'

setUpCrashTests()

const STILL_WAITS =
  "Radarr isn't answering, so films have to wait. Please try again in a while. The request still waits."
const ADDED = 'Added Alien (1979) in 1080p. Searching for it now.'
const CARRIED_OUT = "I've seen to Alien (1979) already, on your yes."

test(`crash at every point of an approval, with Radarr away afterwards (${POINTS}): both hear what is so`, async () => {
  const runs = await killAtEachEventOf([...ASK, decides('APPROVE')], ASK.length, {
    setting: WITH_TWO_ADMINS,
    whileDead: ({ radarr }) => {
      radarr.intercept = () => 'drop'
    },
    outcome: async (household) => askOf(household),
  })

  const waiting = {
    ...ASKED,
    // It may be there already, which nobody can see now.
    adds: expect.toBeOneOf([0, 1]),
    sam: [...ASKED.sam, STILL_WAITS],
    audit: [...ASKED.audit, 'request.decided', 'request.decided'],
  }
  const added = {
    ...ASKED,
    adds: 1,
    kim: [...ASKED.kim, `Sam said yes. ${ADDED}`],
    sam: [...ASKED.sam, expect.toBeOneOf([ADDED, CARRIED_OUT].map((so) => `${so} I've told Kim.`))],
    requests: ['approved'],
    audit: [...ASKED.audit, 'request.decided', 'media.added'],
  }
  expect(runs.length).toBeGreaterThan(10)
  for (const { killedAt, acknowledged, replied, outcome } of runs) {
    const isOpen = outcome.requests.includes('open')
    expect.soft(replied, killedAt).toBeGreaterThanOrEqual(acknowledged)
    expect.soft(outcome, killedAt).toEqual(isOpen ? waiting : added)
  }
})
