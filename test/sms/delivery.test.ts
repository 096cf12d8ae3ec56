import { expect, test } from 'vitest'
import type { Fault, Outcome } from '../../src/demo/fault.ts'
import type { SimulatedMessage } from '../../src/demo/simulated-twilio-message.ts'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { until } from '../helpers/until.ts'

const HERE = 'Heat (1995) is here.'
const posts = ({ requests }: { requests: string[] }) =>
  requests.filter((method) => method === 'POST').length

async function setUp() {
  const household = await startHousehold()
  const requests: string[] = []
  return { household, requests, faults: faultsOf(household, requests) }
}

/** The next requests meet these faults, one each; those after them pass. */
function faultsOf(household: Household, requests: string[]) {
  const faults: Fault[] = []
  household.twilio.intercept = ({ method }) => {
    requests.push(method)
    return faults.shift() ?? 'pass'
  }
  return faults
}

/** Moves the clock on until everything was sent: Twilio is left alone for a while in between. */
async function settledInTime(household: Household): Promise<void> {
  await until(async () => {
    household.advance(5_000)
    expect(await household.store.inbox.waitingAddresses()).toEqual([])
    expect(await household.store.outbox.dueAddresses()).toEqual([])
  })
}

test('a reply whose answer was lost is found and not sent again', async () => {
  const { household, requests, faults } = await setUp()
  faults.push('act-then-drop')

  expect(await household.text(SAM, 'is heat in?')).toBe(HERE)
  expect(posts({ requests })).toBe(1)
  expect(household.sql('select state, provider_sid from outbox')).toEqual([
    { state: 'sent', provider_sid: household.twilio.messages.at(-1)?.sid },
  ])
})

test('a reply that was not sent after all is sent again', async () => {
  const { household, requests, faults } = await setUp()
  faults.push('drop')

  expect(await household.text(SAM, 'is heat in?')).toBe(HERE)
  expect(requests).toEqual(['POST', 'GET', 'GET', 'GET', 'GET', 'GET', 'POST'])
})

test('a reply at which Twilio fails each time is tried less and less often', async () => {
  const { household, requests } = await setUp()
  household.twilio.intercept = ({ method, fields }) => {
    requests.push(method)
    return method === 'POST' && fields['To'] === SAM ? { status: 500, body: {} } : 'pass'
  }
  await household.text(SAM, 'is heat in?')
  expect(posts({ requests })).toBe(2)
  expect(household.sql('select state, attempts, next_attempt_at - created_at from outbox')).toEqual(
    [{ state: 'pending', attempts: 2, 'next_attempt_at - created_at': 2_000 }],
  )

  household.advance(2_000)
  await household.recorded("select 1 from outbox where state = 'pending' and attempts = 3")

  expect(posts({ requests })).toBe(3)
  expect(household.sql('select next_attempt_at - created_at as wait from outbox')).toEqual([
    { wait: 6_000 },
  ])
  expect(await household.text(KIM, 'is heat in?')).toBe(HERE)
})

test('a reply is not sent again while nobody can say whether it was', async () => {
  const { household, requests, faults } = await setUp()
  faults.push('act-then-drop', ...Array.from({ length: 5 }, () => ({ status: 503, body: {} })))
  await household.deliver(SAM, 'is heat in?')
  await household.recorded("select 1 from outbox where state = 'sending'")

  await settledInTime(household)

  expect(household.sentTo(SAM)).toEqual([HERE])
  expect(posts({ requests })).toBe(1)
})

test("Twilio's answer lost, with and without the callback: each text is sent once", async () => {
  const { household, requests } = await setUp()
  const { twilio, report } = household
  let answer: Promise<number> | undefined
  twilio.onMessage(({ sid, to }, { StatusCallback: url = '' }) => {
    const outboxId = new URL(url).searchParams.get('outbox') ?? ''
    if (to !== SAM) return
    answer = report(outboxId, { MessageSid: sid, MessageStatus: 'queued' })
  })
  twilio.intercept = async ({ method, fields }) => {
    requests.push(method)
    if (method === 'POST') return 'act-then-drop'
    if (fields['To'] !== SAM) return 'pass'
    // A look before the callback finds nothing out; after it none is needed.
    await answer
    return { status: 503, body: {} }
  }

  expect(await household.text(SAM, 'is heat in?')).toBe(HERE)
  expect(await household.text(KIM, 'is heat in?')).toBe(HERE)

  expect(await answer).toBe(204)
  expect(posts({ requests })).toBe(2)
  expect(household.sql('select state, provider_sid from outbox order by position')).toEqual(
    twilio.messages
      .filter(({ direction }) => direction.startsWith('outbound'))
      .map(({ sid }) => ({ state: 'sent', provider_sid: sid })),
  )
})

test('an older text with the same words is not taken for the lost one', async () => {
  const { household, faults } = await setUp()
  await household.text(SAM, 'is heat in?')
  faults.push('drop')

  await household.text(SAM, 'is heat in?')

  expect(household.sentTo(SAM)).toEqual([HERE, HERE])
  expect(household.sql('select count(distinct provider_sid) as sids from outbox')).toEqual([
    { sids: 2 },
  ])
})

test('a text that Twilio did not take is sent later, and what follows it waits', async () => {
  const { household, faults } = await setUp()
  faults.push({ status: 429, body: { code: 20429 } })
  await household.text(SAM, 'is heat in?')
  await household.deliver(SAM, 'is memento in?')
  await household.recorded("select 1 from outbox where body like 'Memento%'")
  expect(household.sentTo(SAM)).toEqual([])

  household.advance(10_000)
  await household.told(SAM, 'Memento (2000) is here.')

  expect(household.sentTo(SAM)).toEqual([HERE, 'Memento (2000) is here.'])
})

test('a text that Twilio refuses is given up, and the next one goes', async () => {
  const { household, faults } = await setUp()
  faults.push({ status: 400, body: { code: 21614 } })
  await household.text(SAM, 'is heat in?')

  expect(await household.text(SAM, 'is memento in?')).toBe('Memento (2000) is here.')
  expect(household.sql('select state, error_code from outbox order by position')).toEqual([
    { state: 'failed', error_code: '21614' },
    { state: 'sent', error_code: null },
  ])
})

test('a row that was being sent when the service was left is looked for first', async () => {
  const { household, requests, faults } = await setUp()
  faults.push('act-then-drop', ...Array.from({ length: 50 }, () => ({ status: 503, body: {} })))
  await household.deliver(SAM, 'is heat in?')
  await household.recorded("select 1 from outbox where state = 'sending'")
  await household.restart()
  faults.length = 0

  await settledInTime(household)

  expect(household.sentTo(SAM)).toEqual([HERE])
  expect(posts({ requests })).toBe(1)
})

test('a text put off before the clock was set back an hour is not put off for an hour', async () => {
  const { household, faults } = await setUp()
  faults.push({ status: 429, body: { code: 20429 } })
  await household.deliver(SAM, 'is heat in?')
  await household.recorded("select 1 from outbox where error_code = '20429'")

  household.advance(-3_600_000)

  await household.settled()
  expect(household.sentTo(SAM)).toEqual([HERE])
})

test('a text is found that left before the clock was set right', async () => {
  const { household, requests, faults } = await setUp()
  faults.push('act-then-drop', ...Array.from({ length: 50 }, () => ({ status: 503, body: {} })))
  await household.deliver(SAM, 'is heat in?')
  await until(() => expect(household.sentTo(SAM)).toEqual([HERE]))
  const sent = household.twilio.messages.at(-1)
  await household.stop()
  // Twilio's clock was right all the time, and it is ten minutes since.
  if (sent) dateBack(sent, 3_600_000)
  household.advance(-3_000_000)
  faults.length = 0

  await household.restart()
  await settledInTime(household)

  expect(household.sentTo(SAM)).toEqual([HERE])
  expect(posts({ requests })).toBe(1)
})

function dateBack(message: SimulatedMessage, ms: number): void {
  const created = Date.parse(message.date_created) - ms
  message.date_created = new Date(created).toUTCString().replace('GMT', '+0000')
}

test('after five failures in a row nothing begins until one that is tried goes well', async () => {
  const { household, requests, faults } = await setUp()
  faults.push('act-then-drop', ...Array.from({ length: 4 }, () => ({ status: 503, body: {} })))
  await household.deliver(SAM, 'is heat in?')
  await until(() => expect(requests).toHaveLength(5))

  await household.deliver(KIM, 'is heat in?')
  await household.recorded(`select 1 from outbox where address = '${KIM}'`)
  household.advance(4_999)
  expect(household.sql('select state, attempts from outbox order by position')).toEqual([
    { state: 'sending', attempts: 1 },
    { state: 'pending', attempts: 0 },
  ])
  expect(requests).toHaveLength(5)

  household.advance(1)
  await settledInTime(household)
  expect(household.sentTo(SAM)).toEqual([HERE])
  expect(household.sentTo(KIM)).toEqual([HERE])
  expect(posts({ requests })).toBe(2)
})

test('forty phones that wait at once are served ten at a time', async () => {
  const { household } = await setUp()
  let underWay = 0
  let most = 0
  household.twilio.intercept = async (): Promise<Outcome> => {
    underWay += 1
    most = Math.max(most, underWay)
    // The first ten are kept until an eleventh would have come.
    await until(() => expect(most).toBeGreaterThanOrEqual(10))
    for (let n = 0; n < 20; n += 1) await new Promise(setImmediate)
    underWay -= 1
    return 'pass'
  }

  household.sql(`
    with recursive numbers (n) as (select 10 union all select n + 1 from numbers where n < 49)
    insert into outbox
      (id, key, kind, channel, address, body, segments, state, next_attempt_at, created_at)
    select 'id' || n, 'key' || n, 'reply', 'sms', '+141555501' || n, 'Any time.', 1,
      iif(n % 2, 'pending', 'sending'), 0, 0
    from numbers`)
  await household.settled()

  const phones = Array.from({ length: 40 }, (_, n) => `+141555501${n + 10}`)
  expect(phones.map((phone) => household.sentTo(phone))).toEqual(phones.map(() => ['Any time.']))
  expect(most).toBe(10)
})
