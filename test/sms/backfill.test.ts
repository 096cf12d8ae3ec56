import { expect, test } from 'vitest'
import type { Outcome } from '../../src/demo/fault.ts'
import type { SimulatedRequest } from '../../src/demo/simulated-twilio-api.ts'
import { createBackfill } from '../../src/sms/backfill.ts'
import {
  BRUTALIST,
  isHere,
  MINUTE,
  REMOVED,
  deletes,
} from '../conversation/open-questions/facts.ts'
import {
  type Household,
  type HouseholdOptions,
  KIM,
  SAM,
  startHousehold,
  STRANGER,
} from '../helpers/household.ts'
import { USHERR } from '../helpers/settings.ts'
import { openStore } from '../helpers/store.ts'
import { until } from '../helpers/until.ts'

const HEAT = 'Heat (1995) is here.'
const MEMENTO = 'Memento (2000) is here.'
const HOUR = 60 * MINUTE
const OFTEN = { backfillEveryMs: 5 }

const isList = ({ method, path }: SimulatedRequest) =>
  method === 'GET' && path.includes('/Messages.json')

async function setUp(options: HouseholdOptions = {}) {
  const lines: string[] = []
  const household = await startHousehold({
    ...OFTEN,
    onLog: (line) => lines.push(line),
    ...options,
  })
  // Of each look, the list of what came over WhatsApp is the last.
  let looks = 0
  let answer = (): Outcome | Promise<Outcome> => 'pass'
  household.twilio.intercept = (request) => {
    if (!isList(request)) return 'pass'
    if (request.fields['To']?.startsWith('whatsapp:')) looks++
    return answer()
  }
  return {
    household,
    lines,
    answerLists: (how: typeof answer) => (answer = how),
    /** Resolves when a look that begins after this has ended. */
    lookedAgain: () => {
      const before = looks
      return until(() => expect(looks).toBeGreaterThanOrEqual(before + 3))
    },
  }
}

/** A phone texts while nobody hears it; resolves with the sid. */
async function miss(
  household: Household,
  from: string,
  body: string,
  more: { to?: string } = {},
): Promise<string> {
  household.advance(1_000)
  await expect(household.deliver(from, body, more)).rejects.toThrow('fetch failed')
  return household.twilio.messages.at(-1)?.sid ?? ''
}

/** Resolves with what a phone was sent once that is so many texts. */
async function replies(household: Household, phone: string, count: number): Promise<string[]> {
  await until(() => expect(household.sentTo(phone)).toHaveLength(count))
  return household.sentTo(phone)
}

test('backfill after an outage: every text is answered once and in order, and a stale yes confirms nothing', async () => {
  const { household, lines, lookedAgain } = await setUp()
  const asked = await household.text(SAM, 'delete the brutalist')
  await household.stop()
  await miss(household, KIM, 'is heat in?')
  await miss(household, SAM, 'yes')
  await miss(household, STRANGER, 'hello')
  await miss(household, KIM, 'is memento in?')
  household.advance(MINUTE)

  await household.restart()
  expect(await replies(household, KIM, 2)).toEqual([HEAT, MEMENTO])
  await until(() => expect(household.sentTo(SAM)).toHaveLength(2))
  await lookedAgain()
  await household.settled()

  expect(asked).toContain('Reply YES')
  expect(isHere(household, BRUTALIST)).toBe(true)
  expect(deletes(household)).toBe(0)
  expect(household.sentTo(KIM)).toHaveLength(2)
  expect(household.sentTo(SAM)).toHaveLength(2)
  expect(household.sentTo(STRANGER)).toEqual([])
  const noon = Date.UTC(2026, 10, 20, 12)
  expect(
    household
      .sql('select address, received_at - ? as at, after_outbox_id from inbox', noon)
      .slice(1),
  ).toEqual([
    { address: KIM, at: 1_000, after_outbox_id: null },
    { address: SAM, at: 2_000, after_outbox_id: null },
    { address: STRANGER, at: 3_000, after_outbox_id: null },
    { address: KIM, at: 4_000, after_outbox_id: null },
  ])
  expect(lines.join('')).not.toMatch(/4155550|heat|memento|hello/i)
})

test.for([
  ['within the hour is carried out', 20 * MINUTE, REMOVED, 1],
  [
    'after more than an hour is asked anew',
    61 * MINUTE,
    'Your answer reached me late. Remove Heat (1995) and delete its file, 14 GB? Reply YES 4822, or NO to keep it.',
    0,
  ],
] as const)(
  'backfill after an outage: an answer with its code, given in time, that is found %s',
  async ([, lateMs, reply, removals]) => {
    const { household } = await setUp({ codes: [4821, 4822] })
    const asked = await household.text(SAM, 'delete heat')
    await household.stop()
    await miss(household, SAM, 'YES 4821')
    household.advance(lateMs)

    await household.restart()

    expect(await replies(household, SAM, 2)).toEqual([asked ?? '', reply])
    expect(deletes(household)).toBe(removals)
  },
)

test('backfill after an outage: each number of a messaging service is asked for', async () => {
  const sid = `MG${'0'.repeat(32)}`
  const second = '+14155550109'
  const env = { TWILIO_PHONE_NUMBER: '', TWILIO_MESSAGING_SERVICE_SID: sid }
  const { household } = await setUp({ env })
  household.twilio.setup.services.push({
    sid,
    phones: [USHERR, second],
    inboundRequestUrl: '',
    inboundMethod: 'POST',
    useInboundWebhookOnNumber: false,
  })
  await household.stop()
  await miss(household, KIM, 'is heat in?', { to: second })
  await miss(household, KIM, 'is memento in?', { to: USHERR })
  await miss(household, KIM, 'is heat in?', { to: second })
  await miss(household, KIM, 'is memento in?', { to: '+14155550108' })
  household.advance(MINUTE)

  await household.restart()

  expect(await replies(household, KIM, 3)).toEqual([HEAT, MEMENTO, HEAT])
})

test('backfill after an outage: a text over WhatsApp is answered there', async () => {
  const { household } = await setUp()
  await household.stop()
  await miss(household, `whatsapp:${SAM}`, 'is heat in?')
  await miss(household, SAM, 'is memento in?')
  household.advance(MINUTE)

  await household.restart()

  expect(await replies(household, `whatsapp:${SAM}`, 1)).toEqual([HEAT])
  expect(await replies(household, SAM, 1)).toEqual([MEMENTO])
})

test('backfill after an outage: a list of several pages is read to its end', async () => {
  const { household } = await setUp()
  await household.stop()
  await miss(household, KIM, 'is heat in?')
  for (let texts = 0; texts < 150; texts++) await miss(household, STRANGER, 'hello')
  await miss(household, KIM, 'is memento in?')
  household.advance(MINUTE)

  await household.restart()

  expect(await replies(household, KIM, 2)).toEqual([HEAT, MEMENTO])
  await until(() => expect(household.sql('select 1 from inbox')).toHaveLength(152))
})

test.for<[string, Outcome]>([
  ['is not reached', 'drop'],
  ['refuses the token', { status: 401, body: { code: 20003 } }],
  ['is asked too often', { status: 429, body: { code: 20429 }, headers: { 'retry-after': '1' } }],
  ['fails', { status: 503, body: 'is heat in?' }],
  ['answers no list', { status: 200, body: { is: 'heat in?' } }],
])('backfill after an outage: Twilio that %s is asked again', async ([, fault]) => {
  const { household, lines, answerLists } = await setUp()
  await household.stop()
  await miss(household, KIM, 'is heat in?')
  household.advance(MINUTE)
  answerLists(() => fault)
  lines.length = 0

  await household.restart()
  await until(() => expect(lines.join('')).toContain('missed texts are asked for again later'))
  expect(household.sql('select 1 from inbox')).toEqual([])
  answerLists(() => 'pass')

  expect(await replies(household, KIM, 1)).toEqual([HEAT])
  expect(lines.join('')).not.toMatch(/4155550|heat/i)
})

test('backfill after an outage: a text whose redelivery comes at the same moment is answered once', async () => {
  const { household, answerLists, lookedAgain } = await setUp()
  await household.stop()
  const sids = [
    await miss(household, KIM, 'is heat in?'),
    await miss(household, KIM, 'is memento in?'),
    await miss(household, KIM, 'is heat in?'),
  ]
  household.advance(MINUTE)
  let release = () => {}
  const held = new Promise<Outcome>((resolve) => (release = () => resolve('pass')))
  answerLists(() => held)

  await household.restart()
  const redeliver = (sid: string) => household.deliver(KIM, '', { sid })
  const first = await redeliver(sids[0] ?? '')
  const redelivered = redeliver(sids[1] ?? '')
  release()
  const second = await redelivered
  await lookedAgain()
  await household.settled()

  expect([first.status, second.status]).toEqual([200, 200])
  expect(household.sql('select sid from inbox order by position')).toEqual(
    sids.map((sid) => ({ sid })),
  )
  expect(household.sentTo(KIM)).toEqual([HEAT, MEMENTO, HEAT])
})

test('backfill after an outage: a text that is not a minute old is left to its webhook', async () => {
  const { household, lookedAgain } = await setUp()
  await household.stop()
  await miss(household, KIM, 'is heat in?')
  household.advance(MINUTE - 1)

  await household.restart()
  await lookedAgain()
  expect(household.sql('select 1 from inbox')).toEqual([])
  household.advance(1)

  expect(await replies(household, KIM, 1)).toEqual([HEAT])
})

test.for([
  ['the first start', 'delete from milestones'],
  ['the last restore', "insert into milestones values ('restored', %d)"],
] as const)('no text from before %s is answered', async ([, statement]) => {
  const { household, lookedAgain } = await setUp()
  await household.stop()
  await miss(household, KIM, 'is heat in?')
  household.advance(HOUR)
  const at = Date.UTC(2026, 10, 20, 12) + HOUR
  household.sql(statement.replace('%d', String(at)))

  await household.restart()
  await lookedAgain()
  await household.stop()
  await miss(household, KIM, 'is memento in?')
  household.advance(MINUTE)
  await household.restart()

  expect(await replies(household, KIM, 1)).toEqual([MEMENTO])
  await lookedAgain()
  expect(household.sql('select 1 from inbox')).toHaveLength(1)
})

test('no text from more than a day ago is answered', async () => {
  const { household, lookedAgain } = await setUp()
  await household.stop()
  await miss(household, KIM, 'is heat in?')
  household.advance(2 * MINUTE)
  await miss(household, KIM, 'is memento in?')
  household.advance(24 * HOUR - MINUTE)

  await household.restart()

  expect(await replies(household, KIM, 1)).toEqual([MEMENTO])
  await lookedAgain()
  expect(household.sql('select 1 from inbox')).toHaveLength(1)
})

test('what cannot be read of the list is told once with its sid, and the rest is answered', async () => {
  const { household, lines, lookedAgain } = await setUp()
  await household.stop()
  const sids: string[] = []
  for (const odd of [{ from: 'rcs:heat' }, { date_created: '' }, { from: null }, { sid: 'SM1' }]) {
    sids.push(await miss(household, KIM, 'is heat in?'))
    Object.assign(household.twilio.messages.at(-1) ?? {}, odd)
  }
  await miss(household, KIM, 'is memento in?')
  household.advance(MINUTE)
  lines.length = 0

  await household.restart()
  expect(await replies(household, KIM, 1)).toEqual([MEMENTO])
  await lookedAgain()

  const told = lines.filter((line) => line.includes('a text that cannot be read'))
  expect(told.map((line) => JSON.parse(line).sid)).toEqual([...sids.slice(0, 3), undefined])
  expect(lines.join('')).not.toMatch(/4155550|heat/i)
})

test('a missed text without its words is answered as one', async () => {
  const { household } = await setUp()
  await household.stop()
  await miss(household, KIM, 'is heat in?')
  Object.assign(household.twilio.messages.at(-1) ?? {}, { body: null })
  household.advance(MINUTE)

  await household.restart()

  expect(await replies(household, KIM, 1)).toEqual([
    'I can only read words. What are you looking for?',
  ])
})

test('a Twilio that never answers keeps nobody waiting', async () => {
  const { household, answerLists } = await setUp()
  let asked = 0
  answerLists(() => {
    asked++
    return 'hang'
  })

  await household.restart()
  await until(() => expect(asked).toBe(1))

  expect(await household.get('/ready')).toMatchObject({ status: 200 })
  expect(await household.text(KIM, 'is heat in?')).toBe(HEAT)
})

test('a look that goes on while the service leaves is given up, which is no failure', async () => {
  const warned: unknown[] = []
  const store = openStore()
  const look = createBackfill({
    store,
    inbound: {
      list: (_since, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(Error()))),
    },
    onMissed: () => {},
    log: { info: () => {}, warn: (about: unknown) => warned.push(about) },
    now: Date.now,
  })
  const leaving = new AbortController()

  const ended = look(leaving.signal)
  await store.backlog()
  leaving.abort()
  await ended

  expect(warned).toEqual([])
})
