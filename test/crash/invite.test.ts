import { expect, test } from 'vitest'
import { type CrashHousehold, newText, setUpCrashTests } from '../helpers/crash-household.ts'
import { killAtEachEvent, POINTS } from '../helpers/crash-points.ts'
import { SAM, STRANGER } from '../helpers/household.ts'

setUpCrashTests()

test(`crash at every point of an invitation (${POINTS}): one user, one greeting`, async () => {
  const runs = await killAtEachEvent({
    setting: { env: { SIGNUP: 'invite' } },
    async texts(household, service) {
      await service.deliver(newText(SAM, `invite Alex ${STRANGER}`))
      await service.settled()
      return [newText(SAM, yesTo(household))]
    },
    outcome: async (household) => outcomeOf(household),
  })

  expect(runs.length).toBeGreaterThan(5)
  for (const { killedAt, acknowledged, replied, outcome } of runs) {
    expect.soft(replied, killedAt).toBeGreaterThanOrEqual(acknowledged)
    expect.soft(outcome, killedAt).toEqual({
      users: ['Alex member active'],
      greetings: 1,
      segments: [1],
      replies: ["Alex is in. I'm texting them how this works."],
      audit: [1],
      unfinished: [],
    })
  }
})

test(`crash at every point of a block (${POINTS}): blocked once, and told so`, async () => {
  const runs = await killAtEachEvent({
    texts: async () => [newText(SAM, 'block Kim')],
    outcome: async ({ sent, select, unfinished }) => ({
      replies: sent(SAM),
      users: select("select status from users where name = 'Kim'"),
      audit: select("select count(*) from audit_log where action = 'user.changed'"),
      unfinished: unfinished(),
    }),
  })

  expect(runs.length).toBeGreaterThan(3)
  for (const { killedAt, outcome } of runs) {
    expect.soft(outcome, killedAt).toEqual({
      replies: ['Kim is blocked: I don\'t answer them any more. Text "unblock Kim" to undo it.'],
      users: ['blocked'],
      audit: [1],
      unfinished: [],
    })
  }
})

/** The answer to the question that Sam was sent, with its code, read as a person reads it. */
function yesTo({ sent }: CrashHousehold): string {
  const [question = ''] = sent(SAM)
  return /YES \d{4}/.exec(question)?.[0] ?? question
}

function outcomeOf({ sent, select, unfinished }: CrashHousehold) {
  const alex = `from users where phone = '${STRANGER}'`
  return {
    users: select(`select name || ' ' || role || ' ' || status ${alex}`),
    greetings: sent(STRANGER).length,
    segments: select(`select segments from usage where user_id = (select id ${alex})`),
    // The first one is the question.
    replies: sent(SAM).slice(1),
    audit: select("select count(*) from audit_log where action = 'user.added'"),
    unfinished: unfinished(),
  }
}
