import { expect, test } from 'vitest'
import type { Fault } from '../../src/demo/fault.ts'
import { KIM, SAM, startHousehold } from '../helpers/household.ts'

const SAM_ON_WHATSAPP = `whatsapp:${SAM}`
const HERE = 'Heat (1995) is here.'
const MEMENTO = 'Memento (2000) is here.'
const no = (status: number, code: number) => ({ status, body: { status, code } })

type Household = Awaited<ReturnType<typeof setUp>>

async function setUp() {
  const lines: string[] = []
  const household = await startHousehold({ onLog: (line) => lines.push(line) })
  let posts = 0
  const answers = {
    /** To each POST in turn; those after them pass. */
    next: [] as Fault[],
    /** To every POST, while it is set. */
    always: undefined as Fault | undefined,
  }
  household.twilio.intercept = ({ method }) => {
    if (method !== 'POST') return 'pass'
    posts++
    return answers.next.shift() ?? answers.always ?? 'pass'
  }
  return {
    ...household,
    answers,
    posts: () => posts,
    saying: (words: string) => lines.filter((line) => line.includes(words)),
    rows: (columns: string) => household.sql(`select ${columns} from outbox order by position`),
    isOptedOut: (phone: string) =>
      household.sql('select 1 from users where opted_out_at is not null and phone = ?', phone)
        .length === 1,
    health: async () => Object(await household.get('/health')).body.queues.outbox,
  }
}

/** Somebody texts, and the reply is in the outbox. */
async function ask({ deliver, recorded }: Household, from: string, title: string) {
  await deliver(from, `is ${title} in?`)
  await recorded(
    `select 1 from outbox where body like '${title}%' and address = '${from.replace('whatsapp:', '')}'`,
  )
}

const WAITING = { state: 'pending', attempts: 1, error_code: '20429' }
const UNTOUCHED = { state: 'pending', attempts: 0, error_code: '20003' }
const SENT = { state: 'sent', error_code: null }
const GIVEN_UP = { state: 'failed', attempts: 1, error_code: '21610' }

test.for<[string, Fault, { at: object; end: object; posts: number; isOptedOut: boolean }]>([
  ['429', no(429, 20429), { at: WAITING, end: SENT, posts: 2, isOptedOut: false }],
  ['500', no(500, 20500), { at: SENT, end: SENT, posts: 2, isOptedOut: false }],
  ['21610', no(400, 21610), { at: GIVEN_UP, end: GIVEN_UP, posts: 1, isOptedOut: true }],
  ['20003', no(401, 20003), { at: UNTOUCHED, end: SENT, posts: 2, isOptedOut: false }],
])('429, 500, 21610, 20003 told apart: %s', async ([code, answer, expected]) => {
  const household = await setUp()
  household.answers.next.push(answer)
  await household.deliver(SAM, 'is heat in?')

  await expect.poll(() => household.posts()).toBeGreaterThan(0)
  await expect.poll(() => household.rows('*')).toMatchObject([expected.at])
  expect(household.isOptedOut(SAM)).toBe(expected.isOptedOut)
  await expect
    .poll(() => household.health())
    .toMatchObject({
      onHold: code === '20003' ? { code: 20003, since: '2026-11-20T12:00:00.000Z' } : null,
    })

  household.advance(5_000)
  await household.settled()
  expect(household.rows('*')).toMatchObject([expected.end])
  expect(household.posts()).toBe(expected.posts)
  expect(await household.health()).toMatchObject({ onHold: null })
})

test('while the account is refused one text is tried at a time, and none is lost or counted', async () => {
  const household = await setUp()
  household.answers.always = no(401, 20003)
  await ask(household, SAM, 'Heat')
  await expect.poll(() => household.posts()).toBe(1)
  await ask(household, KIM, 'Heat')
  await ask(household, SAM, 'Memento')

  household.advance(5_000)
  await expect.poll(() => household.posts()).toBe(2)
  household.advance(9_999)
  await expect.poll(() => household.saying('takes no texts')).toHaveLength(1)
  await expect
    .poll(() => household.rows('state, attempts'))
    .toEqual(Array.from({ length: 3 }, () => ({ state: 'pending', attempts: 0 })))

  household.answers.always = undefined
  household.advance(1)
  await household.settled()
  expect(household.sentTo(SAM)).toEqual([HERE, MEMENTO])
  expect(household.sentTo(KIM)).toEqual([HERE])
  expect(household.posts()).toBe(5)
  expect(household.saying('takes no texts')).toHaveLength(1)
  expect(household.saying('takes texts from us again')).toHaveLength(1)
})

test('an admin who asked meanwhile reads since when no texts were taken', async () => {
  const household = await setUp()
  household.answers.always = no(429, 63038)
  await ask(household, KIM, 'Heat')
  await expect.poll(() => household.posts()).toBe(1)
  household.advance(3_600_000)
  await expect.poll(() => household.posts()).toBe(2)
  await household.deliver(SAM, 'status')
  await household.recorded("select 1 from outbox where body like '%Twilio%'")

  household.answers.always = undefined
  household.advance(60_000)
  await household.settled()

  expect(household.sentTo(SAM)).toEqual([
    expect.stringContaining('Twilio has taken no texts since 12:00 (error 63038). 1 text waiting.'),
  ])
})

test('a text that is refused for the account goes on WhatsApp without another text of theirs', async () => {
  const household = await setUp()
  household.answers.next.push(no(400, 63016))
  await household.text(SAM_ON_WHATSAPP, 'is heat in?')
  household.advance(60_000)
  household.answers.next.push(no(401, 20003))
  await ask(household, SAM_ON_WHATSAPP, 'Memento')
  await expect.poll(() => household.health()).toMatchObject({ onHold: { code: 20003 } })

  household.advance(5_000)
  await household.settled()

  expect(household.sentTo(SAM_ON_WHATSAPP)).toEqual([HERE, MEMENTO])
})

test('who opted out at Twilio is opted out here, and what waits for them is given up', async () => {
  const household = await setUp()
  household.answers.next.push(no(429, 20429))
  await ask(household, KIM, 'Heat')
  await ask(household, KIM, 'Memento')
  household.answers.next.push(no(400, 21610))

  household.advance(10_000)
  await household.settled()

  expect(household.rows('state, error_code')).toEqual([
    { state: 'failed', error_code: '21610' },
    { state: 'failed', error_code: '21610' },
  ])
  expect(household.isOptedOut(KIM)).toBe(true)
  expect(household.sql("select sid from audit_log where action = 'user.opted_out'")).toEqual([
    { sid: null },
  ])
  expect(household.posts()).toBe(2)
  expect(await household.text(KIM, 'is heat in?')).toBeUndefined()
  expect(await household.text(SAM, 'is heat in?')).toBe(HERE)

  await household.text(KIM, 'START')
  expect(await household.text(KIM, 'is heat in?')).toBe(HERE)
})

test('21610 in a report opts out, but not who has come back since', async () => {
  const household = await setUp()
  await household.text(KIM, 'is heat in?')
  const [row] = household.sql('select id, provider_sid from outbox')
  const { id, provider_sid: MessageSid } = Object(row)
  const report = () =>
    household.report(id, { MessageSid, MessageStatus: 'failed', ErrorCode: '21610' })

  expect(await report()).toBe(204)
  expect(household.isOptedOut(KIM)).toBe(true)
  expect(household.rows('state, error_code')).toEqual([{ state: 'failed', error_code: '21610' }])

  household.advance(1_000)
  await household.text(KIM, 'START')
  expect(await report()).toBe(204)
  expect(household.isOptedOut(KIM)).toBe(false)
})

test.for([
  ['14107', 'Twilio took it for a loop', 2],
  ['30002', 'the account was suspended meanwhile', 2],
  ['30003', 'the phone is off', 1],
  ['30008', 'nobody knows why', 1],
] as const)('a text reported with %s, because %s, is sent %i times', async ([code, , times]) => {
  const household = await setUp()
  await household.text(SAM, 'is heat in?')
  const [row] = household.sql('select id, provider_sid from outbox')
  const { id, provider_sid: MessageSid } = Object(row)

  await household.report(id, { MessageSid, MessageStatus: 'failed', ErrorCode: code })
  await household.report(id, { MessageSid, MessageStatus: 'sent' })
  household.advance(60_000)
  await household.settled()
  await household.report(id, { MessageSid, MessageStatus: 'failed', ErrorCode: code })

  expect(household.posts()).toBe(times)
  expect(household.rows('state, error_code')).toEqual([
    times === 2 ? { state: 'sent', error_code: null } : { state: 'failed', error_code: code },
  ])
  expect(household.saying('text was not delivered')).toHaveLength(2)
})

test('what follows a text that Twilio gave up waits for it, for a minute', async () => {
  const household = await setUp()
  await household.text(SAM, 'is heat in?')
  const [row] = household.sql('select id, provider_sid from outbox')
  const { id, provider_sid: MessageSid } = Object(row)
  await household.report(id, { MessageSid, MessageStatus: 'failed', ErrorCode: '14107' })
  await ask(household, SAM, 'Memento')
  household.advance(59_999)
  await household.deliver(KIM, 'is heat in?')
  await household.told(KIM, HERE)
  expect(household.sentTo(SAM)).toEqual([HERE])

  household.advance(1)
  await household.settled()

  expect(household.sentTo(SAM)).toEqual([HERE, HERE, MEMENTO])
})

test('a text that Twilio gave up is not taken for its second try', async () => {
  const household = await setUp()
  await household.text(SAM, 'is heat in?')
  const [row] = household.sql('select id, provider_sid from outbox')
  const { id, provider_sid: MessageSid } = Object(row)
  await household.report(id, { MessageSid, MessageStatus: 'failed', ErrorCode: '14107' })
  household.answers.next.push('drop')

  household.advance(60_000)
  await household.recorded("select 1 from outbox where error_code = 'unclear'")
  household.advance(10_000)
  await household.settled()

  expect(household.sentTo(SAM)).toEqual([HERE, HERE])
  expect(household.posts()).toBe(3)
})
