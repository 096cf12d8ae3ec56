import { expect, test } from 'vitest'
import { z } from 'zod'
import type { ModelReply } from '../../src/model/model.ts'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { says, scriptedModel } from '../helpers/scripted-model.ts'

const Row = z.object({ id: z.string(), sid: z.string() })
const DAY = 24 * 3_600_000
const USED_UP = "This month's budget is used up. It starts fresh on Tue 1 Dec."
const NOTICE =
  "This month's budget of 2 is used up. Until Tue 1 Dec members get no answers, and you get plain commands."

/** Two segments are all that the month has. */
const startWithSegments = (env: Record<string, string> = {}) =>
  startHousehold({ env: { MONTHLY_BUDGET: '2', SEGMENT_PRICE: '1', ...env } })

const priced = (reply: ModelReply): ModelReply => ({
  ...reply,
  model: 'small-2026',
  usage: { promptTokens: 1_000_000, completionTokens: 0, totalTokens: 1_000_000 },
})

const segmentsOf = ({ sql }: Household) =>
  sql(
    'select phone, sum(segments) as segments from usage join users on users.id = user_id group by phone order by phone',
  )

test('when the month is spent members are told so once a day, and admins once a month', async () => {
  const household = await startWithSegments()
  await household.text(KIM, '?')
  await household.text(KIM, '?')

  expect(await household.text(KIM, 'is heat in?')).toBe(USED_UP)
  await household.restart()
  expect(await household.text(KIM, 'is heat in?')).toBeUndefined()
  household.advance(DAY)
  expect(await household.text(KIM, 'is heat in?')).toBe(USED_UP)
  expect(household.radarr.requests).toEqual([])
  expect(household.sentTo(SAM)).toEqual([NOTICE])
  expect(household.twilio.messages.map(({ num_segments: count }) => count)).not.toContain('2')
  household.advance(10 * DAY)
  expect(await household.text(KIM, '?')).toContain('Text a title')
})

test('the notice of a month is sent again when the next one is spent, though texts were pruned', async () => {
  const household = await startWithSegments()
  for (let count = 0; count < 2; count++) await household.text(KIM, '?')
  household.sql('delete from outbox')
  await household.text(KIM, '?')
  expect(household.sentTo(SAM)).toHaveLength(1)
  household.advance(11 * DAY)
  for (let count = 0; count < 3; count++) await household.text(KIM, '?')

  expect(household.sentTo(SAM)).toHaveLength(2)
})

test('tokens count by the price of their model, and admins go on with plain commands', async () => {
  const { model, requests } = scriptedModel(priced(says('One.')))
  const env = { LLM_MODEL: 'small', LLM_BASE_URL: 'http://127.0.0.1:9/v1', LLM_PRICES: 'small=2/8' }
  const household = await startHousehold({ model, env: { ...env, MONTHLY_BUDGET: '2' } })
  await household.text(KIM, 'hello')

  expect(await household.text(KIM, 'hello')).toBe(USED_UP)
  expect(await household.text(SAM, 'is heat in?')).toBe(
    "Heat (1995) is here. (I'm on plain commands right now: find, add, remove, status, ?)",
  )
  expect(requests).toHaveLength(1)
  expect(await household.text(SAM, 'status')).toContain("This month's budget is used up.")
})

test('an admin hears that most of the month is spent', async () => {
  const household = await startWithSegments({ MONTHLY_BUDGET: '5' })
  for (let count = 0; count < 4; count++) await household.text(SAM, '?')

  expect(await household.text(SAM, 'status')).toContain("This month's budget is at 80%.")
})

test('an answer to what was asked within the budget is still taken', async () => {
  const household = await startWithSegments({ MONTHLY_BUDGET: '1' })
  await household.text(KIM, 'is alien in?')

  expect(await household.text(KIM, 'yes')).toContain('Added Alien (1979)')
  expect(await household.text(KIM, 'yes')).toBe(USED_UP)
})

test('of twenty phones at once each gets one turn at most beyond the budget', async () => {
  const phones = Array.from({ length: 20 }, (_, at) => `+141555502${at + 10}`)
  const household = await startWithSegments({ MEMBER_PHONES: phones.join(',') })

  await Promise.all(phones.flatMap((phone) => [1, 2, 3].map(() => household.deliver(phone, '?'))))
  await household.settled()

  const answered = phones.map(
    (phone) => household.sentTo(phone).filter((body) => body !== USED_UP).length,
  )
  expect(Math.max(...answered)).toBeLessThanOrEqual(2)
  expect(household.sentTo(phones[0] ?? '').filter((body) => body === USED_UP)).toHaveLength(1)
})

test('what is queued behind an outage of Twilio counts too', async () => {
  const household = await startWithSegments()
  household.twilio.intercept = ({ method }) =>
    method === 'POST' ? { status: 429, body: { code: 20429 } } : 'pass'
  for (let count = 0; count < 3; count++) await household.deliver(KIM, '?')
  await household.recorded("select 1 from audit_log where action = 'user.over_limit'")

  expect(
    household.sql("select count(*) as count from outbox where body like '%Text a title%'"),
  ).toEqual([{ count: 2 }])
})

test('each segment that is sent counts once for whom it goes to, notices too', async () => {
  const household = await startHousehold()
  await household.text(KIM, 'delete heat')
  await household.text(KIM, 'yes')
  const sent = (phone: string) =>
    household.twilio.messages
      .filter(({ to }) => to === phone)
      .reduce((sum, { num_segments: count }) => sum + Number(count), 0)

  expect(household.sentTo(SAM)).toHaveLength(1)
  expect(segmentsOf(household)).toEqual([
    { phone: SAM, segments: sent(SAM) },
    { phone: KIM, segments: sent(KIM) },
  ])
})

test('what Twilio took and gave back is not counted', async () => {
  const household = await startHousehold()
  await household.text(KIM, '?')
  const row = Row.parse(household.sql('select id, provider_sid as sid from outbox')[0])

  await household.report(row.id, {
    MessageSid: row.sid,
    MessageStatus: 'failed',
    ErrorCode: '30001',
  })

  expect(segmentsOf(household)).toEqual([{ phone: KIM, segments: 0 }])
})
