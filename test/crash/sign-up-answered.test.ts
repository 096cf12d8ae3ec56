import { expect, test } from 'vitest'
import { setUpCrashTests } from '../helpers/crash-household.ts'
import { killAtEachEventOf, POINTS } from '../helpers/crash-points.ts'
import { decides, KNOCK, KNOCKED, knockOf, WITH_TWO_ADMINS } from '../helpers/crash-requests.ts'

setUpCrashTests()

const GREETING =
  'Hi Alex, I look after the films and shows here. Text a title to find it, or "what\'s new". Reply ? for more, STOP to end.'
const ANSWERED = [...KNOCKED.audit, 'request.decided', 'user.changed']

test(`crash at every point of letting a stranger in (${POINTS}): in, and greeted once`, async () => {
  const runs = await killAtEachEventOf([...KNOCK, decides('APPROVE')], KNOCK.length, {
    setting: WITH_TWO_ADMINS,
    outcome: async (household) => knockOf(household),
  })

  expect(runs.length).toBeGreaterThan(8)
  for (const { killedAt, acknowledged, replied, outcome } of runs) {
    expect.soft(replied, killedAt).toBeGreaterThanOrEqual(acknowledged)
    expect.soft(outcome, killedAt).toEqual({
      ...KNOCKED,
      alex: [...KNOCKED.alex, GREETING],
      sam: [...KNOCKED.sam, "Alex is in. I'm texting them how this works."],
      users: ['Alex member active'],
      requests: ['approved'],
      audit: ANSWERED,
    })
  }
})

test(`crash at every point of keeping a stranger out (${POINTS}): out, and told nothing`, async () => {
  const runs = await killAtEachEventOf([...KNOCK, decides('BLOCK')], KNOCK.length, {
    setting: WITH_TWO_ADMINS,
    outcome: async (household) => knockOf(household),
  })

  expect(runs.length).toBeGreaterThan(5)
  for (const { killedAt, acknowledged, replied, outcome } of runs) {
    expect.soft(replied, killedAt).toBeGreaterThanOrEqual(acknowledged)
    expect.soft(outcome, killedAt).toEqual({
      ...KNOCKED,
      sam: [
        ...KNOCKED.sam,
        'Alex is blocked: I don\'t answer them any more. Text "unblock Alex" to undo it.',
      ],
      users: ['Alex member blocked'],
      requests: ['refused'],
      audit: ANSWERED,
    })
  }
})
