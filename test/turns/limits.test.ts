import { expect, test } from 'vitest'
import type { ModelReply } from '../../src/model/model.ts'
import { type Household, KIM, SAM, startHousehold, STRANGER } from '../helpers/household.ts'
import { calls, says, scriptedModel } from '../helpers/scripted-model.ts'

const HOUR = 3_600_000
const LIMIT_OF_2 = "That's today's limit of 2 texts. It starts fresh at midnight."

const startWithLimit = (texts: number, env: Record<string, string> = {}) =>
  startHousehold({ env: { TEXTS_PER_DAY: String(texts), ...env } })

const textsOf = ({ sql }: Household, phone: string) =>
  sql(
    'select day, texts from usage join users on users.id = user_id where phone = ? order by day',
    phone,
  )

test('the text over the limit is told so in one segment, and later ones are not answered', async () => {
  const { model, requests } = scriptedModel(says('One.'), says('Two.'))
  const household = await startHousehold({ model, env: { TEXTS_PER_DAY: '2' } })
  await household.text(KIM, 'hello')
  await household.text(KIM, 'hello again')

  expect(await household.text(KIM, 'is heat in?')).toBe(LIMIT_OF_2)
  expect(household.twilio.messages.at(-1)?.num_segments).toBe('1')
  expect(await household.text(KIM, 'is heat in?')).toBeUndefined()
  expect(await household.text(KIM, '?')).toBeUndefined()
  expect(requests).toHaveLength(2)
  expect(household.radarr.requests).toEqual([])
  expect(household.sonarr.requests).toEqual([])
  expect(household.sql("select * from inbox where state <> 'done'")).toEqual([])
  expect(
    household.sql("select count(*) as count from audit_log where action = 'user.over_limit'"),
  ).toEqual([{ count: 1 }])
})

test('the limit is 40 texts where nothing else is set', async () => {
  const household = await startHousehold()
  for (let count = 0; count < 40; count++) await household.deliver(KIM, '?')
  await household.settled()

  expect(await household.text(KIM, '?')).toBe(
    "That's today's limit of 40 texts. It starts fresh at midnight.",
  )
})

test('a limit of one text is told in the singular', async () => {
  const household = await startWithLimit(1)
  await household.text(KIM, '?')

  expect(await household.text(KIM, '?')).toBe(
    "That's today's limit of 1 text. It starts fresh at midnight.",
  )
})

test('texts that come at once and texts that come twice count once each', async () => {
  const household = await startWithLimit(3)

  await Promise.all(
    [1, 1, 2, 2, 3, 4, 5, 5].map((number) =>
      household.deliver(KIM, '?', { sid: `SM${String(number).repeat(32)}` }),
    ),
  )
  await household.settled()

  const told = household.sentTo(KIM)
  expect(told).toHaveLength(4)
  expect(told.at(-1)).toBe("That's today's limit of 3 texts. It starts fresh at midnight.")
  expect(textsOf(household, KIM)).toEqual([{ day: '2026-11-20', texts: 3 }])
})

test('a restart forgets neither the count nor that they were told', async () => {
  const household = await startWithLimit(2)
  await household.text(KIM, '?')
  await household.text(KIM, '?')
  await household.restart()

  expect(await household.text(KIM, '?')).toBe(LIMIT_OF_2)
  await household.restart()
  expect(await household.text(KIM, '?')).toBeUndefined()
})

test('a text whose turn was begun before a restart is still answered, and counted once', async () => {
  const household = await startWithLimit(1)
  const release = household.holdRadarr()
  await household.deliver(KIM, 'is heat in?')
  await household.recorded("select * from messages where role = 'assistant'")
  const restarted = household.restart()
  release()
  await restarted

  await household.told(KIM, 'Heat (1995) is here.')
  expect(textsOf(household, KIM)).toEqual([{ day: '2026-11-20', texts: 1 }])
})

test("it starts fresh at midnight in the household's time zone", async () => {
  const household = await startWithLimit(2, { TZ: 'America/Los_Angeles' })
  // It is 4 in the morning there.
  await household.text(KIM, '?')
  await household.text(KIM, '?')
  household.advance(19 * HOUR + 59 * 60_000)

  expect(await household.text(KIM, '?')).toBe(LIMIT_OF_2)
  household.advance(60_000)
  expect(await household.text(KIM, '?')).toContain('Text a title')
  await household.text(KIM, '?')
  expect(await household.text(KIM, '?')).toBe(LIMIT_OF_2)
  expect(textsOf(household, KIM)).toEqual([
    { day: '2026-11-20', texts: 2 },
    { day: '2026-11-21', texts: 2 },
  ])
})

test('admins are counted apart, and nobody counts for another', async () => {
  const household = await startWithLimit(1)

  for (let count = 0; count < 3; count++) {
    expect(await household.text(SAM, '?')).toContain('Text a title')
  }
  expect(await household.text(KIM, '?')).toContain('Text a title')
  expect(textsOf(household, SAM)).toEqual([{ day: '2026-11-20', texts: 3 }])
})

test('a phone has one limit on all its channels, and is told on the one it wrote on', async () => {
  const household = await startWithLimit(2)
  await household.text(KIM, '?')
  await household.text(`whatsapp:${KIM}`, '?')

  expect(await household.text(`whatsapp:${KIM}`, '?')).toBe(LIMIT_OF_2)
  expect(await household.text(KIM, '?')).toBeUndefined()
})

test('STOP and START work over the limit', async () => {
  const household = await startWithLimit(1)
  await household.text(KIM, '?')
  await household.text(KIM, '?')

  await household.text(KIM, 'STOP')
  expect(household.sql('select opted_out_at from users where phone = ?', KIM)).not.toEqual([
    { opted_out_at: null },
  ])
  await household.text(KIM, 'START')
  expect(household.sql('select opted_out_at from users where phone = ?', KIM)).toEqual([
    { opted_out_at: null },
  ])
})

test('what was offered within the limit is done on a yes over it', async () => {
  const household = await startWithLimit(1)
  await household.text(KIM, 'is alien in?')

  expect(await household.text(KIM, 'yes')).toBe(
    'Added Alien (1979) in 1080p. Searching for it now.',
  )
  expect(await household.text(KIM, 'yes')).toContain("That's today's limit of 1 text.")
})

test('over the limit a yes to a list of numbers is no answer, however often it is given', async () => {
  const household = await startWithLimit(1)
  expect(await household.text(KIM, 'add the office')).toContain('Which one? Reply a number.')

  expect(await household.text(KIM, 'yes')).toContain("That's today's limit of 1 text.")
  expect(await household.text(KIM, 'yes')).toBeUndefined()
})

test.for(['YES 4821', 'yes', 'NO 4821', 'no', 'YES 1111'])(
  'a question with a code hears %j over the limit',
  async (answer) => {
    const household = await startWithLimit(1)
    await household.text(SAM, 'delete heat')
    household.sql("update users set role = 'member' where phone = ?", SAM)
    const isBare = !/\d/.test(answer)
    if (!isBare) await household.text(SAM, 'is alien in?')

    const said = await household.text(SAM, answer)

    expect(said).toBeDefined()
    expect(said).not.toContain('limit')
  },
)

test.for(['YES 4821', 'yes', '2', 'thanks', 'ok 1917'])(
  'over the limit %j is no answer where nothing was asked',
  async (text) => {
    const household = await startWithLimit(1)
    await household.text(KIM, '?')

    expect(await household.text(KIM, text)).toContain("That's today's limit of 1 text.")
  },
)

test('strangers stay unanswered, however much they write', async () => {
  const household = await startWithLimit(1)

  expect(await household.text(STRANGER, '?')).toBeUndefined()
  expect(await household.text(STRANGER, '?')).toBeUndefined()
})

const LIMIT_A_MINUTE = "That's the limit of 2 texts a minute. Please try again in a minute."

const startWithMinute = (texts: number) =>
  startHousehold({ env: { TEXTS_PER_MINUTE: String(texts) } })

test('who texts too fast is told so once, and is answered again when the minute is over', async () => {
  const household = await startWithMinute(2)
  await household.text(KIM, '?')
  household.advance(30_000)
  await household.text(KIM, '?')

  expect(await household.text(KIM, 'is heat in?')).toBe(LIMIT_A_MINUTE)
  expect(household.twilio.messages.at(-1)?.num_segments).toBe('1')
  expect(await household.text(KIM, '?')).toBeUndefined()
  household.advance(29_999)
  expect(await household.text(KIM, '?')).toBeUndefined()
  household.advance(1)
  expect(await household.text(KIM, '?')).toContain('Text a title')
  expect(await household.text(KIM, '?')).toBeUndefined()
  expect(household.radarr.requests).toEqual([])
  expect(textsOf(household, KIM)).toEqual([{ day: '2026-11-20', texts: 3 }])
})

test('of twenty texts at once, some twice, as many are answered as a minute has', async () => {
  const household = await startWithMinute(5)
  const sids = Array.from({ length: 20 }, (_, at) => `SM${String(at + 10).repeat(16)}`)

  await Promise.all([...sids, ...sids].map((sid) => household.deliver(KIM, '?', { sid })))
  await household.settled()
  await household.restart()

  expect(household.sentTo(KIM)).toHaveLength(6)
  expect(household.sentTo(KIM).at(-1)).toContain('the limit of 5 texts a minute')
  expect(await household.text(KIM, '?')).toBeUndefined()
})

test('an admin may text as fast as they like', async () => {
  const household = await startWithMinute(1)

  for (let count = 0; count < 3; count++) {
    expect(await household.text(SAM, '?')).toContain('Text a title')
  }
})

test('texts that had to wait are measured by when they came', async () => {
  const household = await startWithMinute(1)
  const release = household.holdRadarr()
  for (const body of ['is heat in?', '?', '?']) {
    await household.deliver(KIM, body)
    household.advance(60_000)
  }
  release()
  await household.settled()

  expect(household.sentTo(KIM).filter((body) => body.includes('limit'))).toEqual([])
})

test('a text that was missed is measured by when it was written', async () => {
  const household = await startWithMinute(1)
  const missed = (at: number) => ({
    sid: `SM${String(at).padStart(32, '0')}`,
    channel: 'sms' as const,
    address: KIM,
    body: '?',
    mediaCount: 0,
    receivedAt: household.now() - 3_600_000 + at * 60_000,
  })
  await household.store.inbox.acceptMissed([1, 2, 3].map(missed))

  await household.text(KIM, '?')

  expect(household.sentTo(KIM).filter((body) => body.includes('Text a title'))).toHaveLength(4)
})

const spending = (promptTokens: number, reply: ModelReply): ModelReply => ({
  ...reply,
  usage: { promptTokens, completionTokens: 0, totalTokens: promptTokens },
})

test('over the tokens of a day no model is asked, and midnight ends it', async () => {
  const { model, requests } = scriptedModel(spending(1000, says('One.')), says('Two.'))
  const household = await startHousehold({ model, env: { TOKENS_PER_DAY: '1000' } })
  await household.text(KIM, 'hello')

  expect(await household.text(KIM, 'hello')).toBe(
    "That's today's limit. It starts fresh at midnight.",
  )
  await household.restart()
  expect(await household.text(KIM, 'hello')).toBeUndefined()
  expect(requests).toHaveLength(1)
  expect(
    household.sql("select detail ->> 'limit' as name, detail ->> 'value' as value from audit_log"),
  ).toEqual([{ name: 'tokens_per_day', value: 1000 }])
  household.advance(12 * HOUR)
  expect(await household.text(KIM, 'hello')).toBe('Two.')
})

test('a turn goes over the tokens of a day by one step at most, and is told so once', async () => {
  const { model, requests } = scriptedModel(
    spending(1000, calls(['find', { title: 'heat', read_first: true }])),
    says('Never asked.'),
  )
  const household = await startHousehold({ model, env: { TOKENS_PER_DAY: '1000' } })

  expect(await household.text(KIM, 'is heat any good?')).toBe(
    "That's today's limit. It starts fresh at midnight.",
  )
  expect(await household.text(KIM, 'hello')).toBeUndefined()
  expect(requests).toHaveLength(1)
})

test('admins have no limit of tokens', async () => {
  const { model } = scriptedModel(spending(5000, says('One.')), says('Two.'))
  const household = await startHousehold({ model, env: { TOKENS_PER_DAY: '1000' } })
  await household.text(SAM, 'hello')

  expect(await household.text(SAM, 'hello')).toBe('Two.')
})

test('an admin hears who is over which limit', async () => {
  const household = await startWithLimit(1)
  await household.text(KIM, '?')
  await household.text(KIM, '?')

  expect(await household.text(SAM, 'status')).toContain("Kim is over today's texts.")
  household.advance(12 * HOUR)
  expect(await household.text(SAM, 'status')).not.toContain('Kim')
})

test('an admin has ten times the texts of a member, so that nobody who forges one has no end', async () => {
  const household = await startWithLimit(1)
  for (let count = 0; count < 10; count++) await household.deliver(SAM, '?')
  await household.settled()

  expect(await household.text(SAM, '?')).toBe(
    "That's today's limit of 10 texts. It starts fresh at midnight.",
  )
})
