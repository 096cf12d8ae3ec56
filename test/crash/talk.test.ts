import { expect, test } from 'vitest'
import {
  type CrashHousehold,
  type CrashService,
  newText,
  setUpCrashTests,
} from '../helpers/crash-household.ts'
import { killAtEachEvent, POINTS } from '../helpers/crash-points.ts'
import { KIM, SAM, STRANGER } from '../helpers/household.ts'
import { stepwise } from '../helpers/stepwise-model.ts'

setUpCrashTests()

const STORY = Array.from({ length: 60 }, (_, index) => `Scene ${index + 1} is long.`).join(' ')
const NO_MORE = "There's no more of that. What are you looking for?"

test(`crash at every point of a wrong code (${POINTS}): counted once, answered once`, async () => {
  const runs = await killAtEachEvent({
    texts: async (household, service) => [newText(SAM, await guess(household, service))],
    async outcome(household) {
      const { sent, select, unfinished, miscounted } = household
      return {
        replies: sent(SAM).slice(1),
        wrongCodes: select('select wrong_codes from pending_actions'),
        audited: select(`select count(*) from audit_log where action = 'question.wrong_code'`),
        question: select('select state from pending_actions'),
        expected: `That's not the number. Reply ${yesTo(household)}, or NO to keep it.`,
        unfinished: unfinished(),
        miscounted: miscounted(),
      }
    },
  })

  expect(runs.length).toBeGreaterThan(5)
  for (const { killedAt, acknowledged, replied, outcome } of runs) {
    expect.soft(replied, killedAt).toBeGreaterThanOrEqual(acknowledged)
    expect.soft(outcome, killedAt).toMatchObject({
      replies: [outcome.expected],
      wrongCodes: [1],
      audited: [1],
      question: ['open'],
      unfinished: [],
      miscounted: [],
    })
  }
})

test(`crash at every point of a long reply and its MORE (${POINTS}): every word once, in order`, async () => {
  const runs = await killAtEachEvent({
    setting: { answer: stepwise(STORY), env: { SMS_MAX_SEGMENTS: '4' } },
    texts: async () => [newText(SAM, 'tell me a story'), newText(SAM, 'more')],
    async outcome(household, service) {
      await service.deliver(newText(SAM, 'more'))
      await service.settled()
      return outcomeOf(household)
    },
  })

  expect(runs.length).toBeGreaterThan(8)
  for (const { killedAt, acknowledged, replied, outcome } of runs) {
    const { replies, ...rest } = outcome
    const [first = '', second, third] = replies
    expect.soft(replied, killedAt).toBeGreaterThanOrEqual(acknowledged)
    expect.soft(`${first.replace(' (Reply MORE)', '')} ${second}`, killedAt).toBe(STORY)
    expect.soft(third, killedAt).toBe(NO_MORE)
    expect.soft(replies, killedAt).toHaveLength(3)
    expect.soft(rest, killedAt).toEqual({ unfinished: [], miscounted: [] })
  }
})

test(`crash at every point of a user's first texts (${POINTS}): one conversation, one reply each`, async () => {
  const runs = await killAtEachEvent({
    setting: { answer: stepwise('Nice to meet you.') },
    texts: async () => [newText(KIM, 'hello, I am new here'), newText(KIM, '?')],
    outcome: async (household) => ({
      ...outcomeOf(household, KIM),
      conversations: household.select('select title from conversations'),
      said: household.select(`select content from messages where role = 'user' order by position`),
      texts: household.select('select texts from usage'),
    }),
  })

  expect(runs.length).toBeGreaterThan(8)
  for (const { killedAt, acknowledged, replied, outcome } of runs) {
    expect.soft(replied, killedAt).toBeGreaterThanOrEqual(acknowledged)
    expect.soft(outcome, killedAt).toEqual({
      replies: ['Nice to meet you.', expect.stringMatching(/^Text a title/)],
      conversations: ['hello, I am new here'],
      said: ['hello, I am new here', '?'],
      texts: [2],
      unfinished: [],
      miscounted: [],
    })
  }
})

test(`crash at every point of a stranger's first texts (${POINTS}): each stored once, nothing else`, async () => {
  const runs = await killAtEachEvent({
    setting: { answer: stepwise('Who is this?') },
    texts: async () => [newText(STRANGER, 'hi'), newText(STRANGER, 'add alien')],
    outcome: async (household) => ({
      ...outcomeOf(household, STRANGER),
      inbox: household.select(`select body || ' ' || state from inbox order by position`),
      users: household.select('select phone from users order by phone'),
      rows: household.select(`
        select 'conversation' from conversations union all select 'message' from messages
        union all select 'outbox' from outbox union all select 'usage' from usage`),
      asked: [...household.radarr.requests, ...(household.model?.requests ?? [])],
    }),
  })

  // Neighbouring changes may share a commit.
  expect(runs.length).toBeGreaterThan(3)
  for (const { killedAt, outcome } of runs) {
    expect.soft(outcome, killedAt).toEqual({
      replies: [],
      inbox: ['hi done', 'add alien done'],
      users: [SAM, KIM],
      rows: [],
      asked: [],
      unfinished: [],
      miscounted: [],
    })
  }
})

/** Resolves with an answer that has a number they were not sent. */
async function guess(household: CrashHousehold, service: CrashService): Promise<string> {
  await service.deliver(newText(SAM, 'delete heat'))
  await service.settled()
  return yesTo(household) === 'YES 1234' ? 'YES 4321' : 'YES 1234'
}

function yesTo({ sent }: CrashHousehold): string | undefined {
  return /YES \d{4}/.exec(sent(SAM)[0] ?? '')?.[0]
}

function outcomeOf({ sent, unfinished, miscounted }: CrashHousehold, phone = SAM) {
  return { replies: sent(phone), unfinished: unfinished(), miscounted: miscounted() }
}
