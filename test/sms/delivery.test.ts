import { expect, test } from 'vitest'
import { type Household, SAM, startHousehold } from '../helpers/household.ts'

const HERE = 'Heat (1995) is here.'
const posts = ({ requests }: { requests: string[] }) =>
  requests.filter((method) => method === 'POST').length

async function setUp() {
  const household = await startHousehold()
  const requests: string[] = []
  return { household, requests, faults: faultsOf(household, requests) }
}

type Fault = Awaited<ReturnType<Household['twilio']['intercept']>>

/** The next requests meet these faults, one each; those after them pass. */
function faultsOf(household: Household, requests: string[]) {
  const faults: Fault[] = []
  household.twilio.intercept = ({ method }) => {
    requests.push(method)
    return faults.shift() ?? 'pass'
  }
  return faults
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

test('a reply is not sent again while nobody can say whether it was', async () => {
  const { household, requests, faults } = await setUp()
  faults.push('act-then-drop', ...Array.from({ length: 8 }, () => ({ status: 503, body: {} })))

  expect(await household.text(SAM, 'is heat in?')).toBe(HERE)
  expect(posts({ requests })).toBe(1)
})

test('a callback that tells the sid of a lost answer settles it', async () => {
  const { household, requests, faults } = await setUp()
  const { twilio } = household
  faults.push('act-then-drop', ...Array.from({ length: 3 }, () => ({ status: 503, body: {} })))
  const stop = twilio.onMessage((message, { StatusCallback: url = '' }) => {
    const outboxId = new URL(url).searchParams.get('outbox') ?? ''
    void household.store.outbox.record({ outboxId, providerSid: message.sid, status: 'sent' })
  })

  expect(await household.text(SAM, 'is heat in?')).toBe(HERE)
  stop()
  expect(posts({ requests })).toBe(1)
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
  faults.push({ status: 400, body: { code: 21610 } })
  await household.text(SAM, 'is heat in?')

  expect(await household.text(SAM, 'is memento in?')).toBe('Memento (2000) is here.')
  expect(household.sql('select state, error_code from outbox order by position')).toEqual([
    { state: 'failed', error_code: '21610' },
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

  await household.settled()

  expect(household.sentTo(SAM)).toEqual([HERE])
  expect(posts({ requests })).toBe(1)
})
