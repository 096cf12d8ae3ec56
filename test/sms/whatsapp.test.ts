import { expect, test } from 'vitest'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { until } from '../helpers/until.ts'

const SAM_ON_WHATSAPP = `whatsapp:${SAM}`
const HERE = 'Heat (1995) is here.'
const BUSY = 'Still on it...'
const DAY_MS = 24 * 60 * 60_000
const CLOSED = { status: 400, body: { code: 63016, message: 'outside the allowed window' } }

const sends = (household: Household, to: string) =>
  household.twilio.messages.filter((message) => message.to === to).length

async function setUp() {
  const lines: string[] = []
  const household = await startHousehold({ onLog: (line) => lines.push(line) })
  const waits = () => lines.filter((line) => line.includes('until they write on WhatsApp'))
  const lapses = () => lines.filter((line) => line.includes('is not sent any more'))
  return { household, waits, lapses }
}

/** Twilio answers every text over WhatsApp like this; returns how many it was given. */
function answerOnWhatsApp({ twilio }: Household, answer: typeof CLOSED) {
  let posts = 0
  twilio.intercept = ({ method, fields }) => {
    if (method !== 'POST' || !fields['To']?.startsWith('whatsapp:')) return 'pass'
    posts++
    return answer
  }
  return () => posts
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

test('what Twilio does not take on WhatsApp yet holds up no text over SMS', async () => {
  const { household } = await setUp()
  answerOnWhatsApp(household, { status: 429, body: { code: 63018, message: 'too many' } })
  await household.deliver(SAM_ON_WHATSAPP, 'is heat in?')
  await household.recorded("select 1 from outbox where error_code = '63018'")
  await household.deliver(SAM_ON_WHATSAPP, 'is alien in?')
  await household.recorded("select 1 from outbox where body like 'Alien%'")

  await household.deliver(SAM, 'is memento in?')
  await household.told(SAM, 'Memento (2000) is here.')

  household.twilio.intercept = () => 'pass'
  household.advance(60_000)
  await household.settled()
  expect(household.sentTo(SAM_ON_WHATSAPP)).toEqual([HERE, expect.stringMatching(/^Alien/)])
})

test('a text over SMS goes while nobody can say whether one over WhatsApp was sent', async () => {
  const { household } = await setUp()
  household.twilio.intercept = ({ method, fields }) =>
    fields['To']?.startsWith('whatsapp:')
      ? method === 'POST'
        ? 'act-then-drop'
        : { status: 503, body: {} }
      : 'pass'
  await household.deliver(SAM_ON_WHATSAPP, 'is heat in?')
  await household.recorded("select 1 from outbox where state = 'sending'")

  await household.deliver(SAM, 'is memento in?')
  await household.recorded("select 1 from outbox where body like 'Memento%'")
  await until(() => {
    household.advance(5_000)
    expect(household.sentTo(SAM)).toEqual(['Memento (2000) is here.'])
  })

  household.twilio.intercept = () => 'pass'
  household.advance(60_000)
  await household.settled()
  expect(household.sentTo(SAM_ON_WHATSAPP)).toEqual([HERE])
})

test('one text that comes too late speaks for all that wait, which then go in order', async () => {
  const { household, waits } = await setUp()
  const posts = answerOnWhatsApp(household, CLOSED)
  const titles = ['heat', 'memento', 'the brutalist', 'heat']
  for (const title of titles) {
    household.advance(1_000)
    await household.text(SAM_ON_WHATSAPP, `is ${title} in?`)
  }
  expect(posts()).toBe(titles.length)
  expect(household.sql("select 1 from outbox where error_code = '63016'")).toHaveLength(4)
  expect(waits().length).toBeGreaterThanOrEqual(titles.length)

  household.twilio.intercept = () => 'pass'
  household.advance(1_000)
  await household.text(SAM_ON_WHATSAPP, 'is memento in?')

  expect(household.sentTo(SAM_ON_WHATSAPP).map((body) => body.split(' (')[0])).toEqual([
    'Heat',
    'Memento',
    'The Brutalist',
    'Heat',
    'Memento',
  ])
})

test('what has waited for longer than a day is not sent any more when they write again', async () => {
  const { household, lapses } = await setUp()
  answerOnWhatsApp(household, CLOSED)
  await household.text(SAM_ON_WHATSAPP, 'is heat in?')
  household.twilio.intercept = () => 'pass'
  household.advance(DAY_MS + 1)

  expect(await household.text(SAM_ON_WHATSAPP, 'is memento in?')).toBe('Memento (2000) is here.')
  household.advance(1_000)
  expect(await household.text(SAM_ON_WHATSAPP, 'is memento in?')).toBe('Memento (2000) is here.')

  expect(lapses()).toHaveLength(1)
  expect(household.sql('select state, error_code from outbox order by position limit 1')).toEqual([
    { state: 'failed', error_code: 'lapsed' },
  ])
})

test('what waits for them to write is no backlog of ours', async () => {
  const { household } = await setUp()
  answerOnWhatsApp(household, CLOSED)
  await household.text(SAM_ON_WHATSAPP, 'is heat in?')
  household.advance(DAY_MS)

  expect(await household.get('/health')).toMatchObject({
    body: { queues: { outbox: { pending: 0, oldestAgeSeconds: null } } },
  })
  expect(await household.text(SAM, 'status')).toContain('0 texts waiting.')
})

test('a note that the reply takes a while is not sent again after the reply', async () => {
  const { household } = await setUp()
  const release = household.holdRadarr()
  await household.deliver(SAM_ON_WHATSAPP, 'is heat in?')
  await until(() => expect(household.waits().begun).toBe(1))
  household.advance(10_000)
  await household.told(SAM_ON_WHATSAPP, BUSY)
  release()
  await household.settled()
  const [row] = household.sql("select id, provider_sid from outbox where kind = 'busy'")
  const { id, provider_sid: MessageSid } = Object(row)

  await household.report(id, { MessageSid, MessageStatus: 'undelivered', ErrorCode: '63016' })
  household.advance(60_000)
  await household.text(SAM_ON_WHATSAPP, 'is memento in?')

  expect(household.sentTo(SAM_ON_WHATSAPP)).toEqual([BUSY, HERE, 'Memento (2000) is here.'])
  expect(household.sql("select state, error_code from outbox where kind = 'busy'")).toEqual([
    { state: 'undelivered', error_code: '63016' },
  ])
})

test('a note that the reply takes a while does not wait for them to write', async () => {
  const { household } = await setUp()
  const release = household.holdRadarr()
  await household.deliver(SAM_ON_WHATSAPP, 'is heat in?')
  await until(() => expect(household.waits().begun).toBe(1))

  household.advance(DAY_MS)
  await household.recorded("select 1 from outbox where kind = 'busy' and state = 'failed'")

  expect(household.sql("select error_code from outbox where kind = 'busy'")).toEqual([
    { error_code: 'abandoned' },
  ])
  release()
  await household.settled()
})
