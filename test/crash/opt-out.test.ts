import { expect, test } from 'vitest'
import { type CrashHousehold, newText, setUpCrashTests } from '../helpers/crash-household.ts'
import { killAtEachEvent, POINTS } from '../helpers/crash-points.ts'
import { KIM, SAM } from '../helpers/household.ts'

setUpCrashTests()

test(`crash at every point of a STOP at an open question (${POINTS}): one no, and one notice`, async () => {
  const runs = await killAtEachEvent({
    async texts(_household, service) {
      await service.deliver(newText(KIM, 'is alien in?'))
      await service.settled()
      return [newText(KIM, 'STOP')]
    },
    outcome: async (household) => outcomeOf(household),
  })

  expect(runs.length).toBeGreaterThan(2)
  for (const { killedAt, outcome } of runs) {
    expect.soft(outcome, killedAt).toEqual({
      told: [expect.stringContaining('Kim texted STOP')],
      replies: 1,
      audited: ['user.opted_out', 'question.settled', 'admins.told'],
      question: ['declined'],
      unfinished: [],
    })
  }
})

function outcomeOf({ sent, select, unfinished }: CrashHousehold) {
  return {
    told: sent(SAM),
    replies: sent(KIM).length,
    audited: select(
      `select action from audit_log where sid =
        (select sid from inbox where body = 'STOP') order by id`,
    ),
    question: select('select state from pending_actions'),
    unfinished: unfinished(),
  }
}
