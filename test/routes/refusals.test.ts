import { expect, test } from 'vitest'
import { type Household, KIM, startHousehold } from '../helpers/household.ts'

const SID = `SM${'1'.repeat(32)}`
const FIELDS = /title|4155550|^\+/i

async function setUp() {
  const lines: string[] = []
  const household = await startHousehold({ onLog: (line) => lines.push(line) })
  return { household, lines }
}

const deliver = (
  household: Household,
  { extra = {}, publicUrl }: { extra?: Record<string, string>; publicUrl?: string },
) =>
  household.deliver(KIM, 'find some title', {
    sid: SID,
    extra,
    ...(publicUrl !== undefined && { publicUrl }),
  })

test.for<[string, Parameters<typeof deliver>[1], object]>([
  [
    'an address that is none',
    { extra: { From: 'rcs:title' } },
    { code: 'WEBHOOK_BODY_INVALID', statusCode: 400, sid: SID },
  ],
  [
    'too many words',
    { extra: { Body: 'title'.repeat(1000) } },
    { code: 'WEBHOOK_BODY_INVALID', statusCode: 400, sid: SID },
  ],
  [
    'another account',
    { extra: { AccountSid: `AC${'f'.repeat(32)}` } },
    { code: 'WEBHOOK_SIGNATURE_INVALID', statusCode: 403, sid: SID },
  ],
])('the refusal of %s is one line with the sid', async ([, request, line]) => {
  const { household, lines } = await setUp()
  lines.length = 0

  await deliver(household, request)

  expect(lines.map((text) => JSON.parse(text))).toMatchObject([line])
  expect(lines.join('')).not.toMatch(FIELDS)
})

test('the refusal of what nobody signed is one line without the sid, which anyone can write', async () => {
  const { household, lines } = await setUp()
  lines.length = 0

  await deliver(household, { publicUrl: 'https://other.example/webhooks/twilio' })

  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ statusCode: 403 }])
  expect(lines.join('')).not.toMatch(FIELDS)
  expect(lines.join('')).not.toContain(SID)
})

test('the refusal of a sid that is none is one line that does not repeat it', async () => {
  const { household, lines } = await setUp()
  lines.length = 0

  await deliver(household, { extra: { MessageSid: 'title' } })

  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ statusCode: 400 }])
  expect(lines.join('')).not.toMatch(FIELDS)
})

test('the refusal of a text that cannot be stored is one line with the sid and the reason', async () => {
  const { household, lines } = await setUp()
  const unlock = household.lockDatabase()
  lines.length = 0

  const { status } = await deliver(household, {})
  unlock()

  expect(status).toBe(503)
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    {
      sid: SID,
      code: 'STORE_UNAVAILABLE',
      statusCode: 503,
      err: { type: 'StoreUnavailableError' },
    },
  ])
  expect(lines.join('')).not.toMatch(FIELDS)
})
