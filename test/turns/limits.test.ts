import { expect, test } from 'vitest'
import { type Household, KIM, SAM, startHousehold, STRANGER } from '../helpers/household.ts'
import { says, scriptedModel } from '../helpers/scripted-model.ts'

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

test('admins are counted and not limited, and nobody counts for another', async () => {
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
