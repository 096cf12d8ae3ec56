import { expect, test } from 'vitest'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'

const SAM_ON_WHATSAPP = `whatsapp:${SAM}`
const HERE = 'Heat (1995) is here.'
const DAY_MS = 24 * 60 * 60_000
const CLOSED = { status: 400, body: { code: 63016, message: 'outside the allowed window' } }

const sends = (household: Household, to: string) =>
  household.twilio.messages.filter((message) => message.to === to).length

async function setUp() {
  const lines: string[] = []
  const household = await startHousehold({ onLog: (line) => lines.push(line) })
  const waits = () => lines.filter((line) => line.includes('until they write on WhatsApp'))
  return { household, waits }
}

/** A reply over WhatsApp that Twilio does not take in time: its day is over before it can go. */
async function leaveOneTooLate(household: Household) {
  household.twilio.intercept = () => ({ status: 429, body: { code: 20429 } })
  await household.deliver(SAM_ON_WHATSAPP, 'is heat in?')
  await household.recorded("select 1 from outbox where error_code = '20429'")
  household.twilio.intercept = () => 'pass'
  household.advance(DAY_MS)
  await household.recorded("select 1 from outbox where error_code = '63016'")
}

test('who texts over WhatsApp is answered there, and is the same person as over SMS', async () => {
  const household = await startHousehold()

  expect(await household.text(SAM_ON_WHATSAPP, 'is heat in?')).toBe(HERE)
  expect(await household.text(SAM, 'is memento in?')).toBe('Memento (2000) is here.')

  expect(household.sentTo(SAM_ON_WHATSAPP)).toEqual([HERE])
  expect(household.sentTo(SAM)).toEqual(['Memento (2000) is here.'])
  expect(household.sql('select round_count from conversations')).toEqual([{ round_count: 2 }])
  expect(household.sql('select address, channel from outbox order by position')).toEqual([
    { address: SAM, channel: 'whatsapp' },
    { address: SAM, channel: 'sms' },
  ])
})

test('an offer that was made over WhatsApp is not taken by a yes over SMS', async () => {
  const household = await startHousehold()
  await household.text(SAM_ON_WHATSAPP, 'is alien in?')

  await household.text(SAM, 'yes')
  expect(household.radarr.requests.filter(({ method }) => method === 'POST')).toEqual([])

  expect(await household.text(SAM_ON_WHATSAPP, 'yes')).toContain('Added Alien (1979)')
})

test('reports on a text over WhatsApp move it on', async () => {
  const household = await startHousehold()
  await household.text(SAM_ON_WHATSAPP, 'is heat in?')
  const [row] = household.sql('select id, provider_sid from outbox')
  const { id, provider_sid: MessageSid } = Object(row)

  const status = await household.report(id, {
    MessageSid,
    MessageStatus: 'read',
    To: SAM_ON_WHATSAPP,
    From: 'whatsapp:+14155550100',
    ChannelToAddress: SAM_ON_WHATSAPP,
    EventType: 'READ',
  })

  expect(status).toBe(204)
  expect(household.sql('select state from outbox')).toEqual([{ state: 'delivered' }])
})

test('a day after their last text over WhatsApp nothing is tried until they write again', async () => {
  const { household, waits } = await setUp()
  await leaveOneTooLate(household)
  expect(sends(household, SAM_ON_WHATSAPP)).toBe(0)

  await household.restart()
  await household.settled()
  expect(household.sql('select state, attempts from outbox')).toEqual([
    { state: 'pending', attempts: 1 },
  ])
  expect(waits()).toHaveLength(1)

  expect(await household.text(SAM_ON_WHATSAPP, 'is memento in?')).toBe(
    `${HERE}\n---\nMemento (2000) is here.`,
  )
  expect(waits()).toHaveLength(1)
})

test('what waits for them on WhatsApp holds up no text over SMS', async () => {
  const { household } = await setUp()
  await leaveOneTooLate(household)

  expect(await household.text(SAM, 'is memento in?')).toBe('Memento (2000) is here.')
  expect(await household.text(KIM, 'is memento in?')).toBe('Memento (2000) is here.')
  expect(household.sentTo(SAM_ON_WHATSAPP)).toEqual([])
})

test('63016 makes a text wait until they write again, tried once for each of their texts', async () => {
  const { household, waits } = await setUp()
  let posts = 0
  household.twilio.intercept = ({ method }) => {
    if (method === 'POST') posts++
    return CLOSED
  }
  await household.text(SAM_ON_WHATSAPP, 'is heat in?')
  household.advance(60_000)
  await household.text(KIM, 'is heat in?')
  expect(household.sql('select state, error_code from outbox where address = ?', SAM)).toEqual([
    { state: 'pending', error_code: '63016' },
  ])
  expect(posts).toBe(2)
  expect(waits().length).toBeGreaterThan(0)

  household.twilio.intercept = () => 'pass'
  await household.text(SAM_ON_WHATSAPP, 'is memento in?')

  expect(household.sentTo(SAM_ON_WHATSAPP)).toEqual([HERE, 'Memento (2000) is here.'])
})

test('63016 that comes as a report, at any time and twice, makes it wait just the same', async () => {
  const { household } = await setUp()
  await household.text(SAM_ON_WHATSAPP, 'is heat in?')
  const [row] = household.sql('select id, provider_sid from outbox')
  const { id, provider_sid: MessageSid } = Object(row)
  const tooLate = { MessageSid, MessageStatus: 'undelivered', ErrorCode: '63016' }

  await household.report(id, tooLate)
  await household.report(id, { MessageSid, MessageStatus: 'sent' })
  expect(household.sql('select state, provider_sid, error_code from outbox')).toEqual([
    { state: 'pending', provider_sid: null, error_code: '63016' },
  ])

  household.advance(60_000)
  await household.text(SAM_ON_WHATSAPP, 'is memento in?')
  await household.report(id, tooLate)

  expect(household.sentTo(SAM_ON_WHATSAPP)).toEqual([HERE, HERE, 'Memento (2000) is here.'])
  expect(household.sql('select state, attempts from outbox order by position')).toEqual([
    { state: 'sent', attempts: 2 },
    { state: 'sent', attempts: 1 },
  ])
})
