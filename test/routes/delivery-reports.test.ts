import { expect, test } from 'vitest'
import { SAM, startHousehold } from '../helpers/household.ts'

async function setUp() {
  const household = await startHousehold()
  await household.text(SAM, 'is heat in?')
  const [row] = household.sql('select id, provider_sid from outbox')
  const { id, provider_sid: MessageSid } = Object(row)
  return {
    household,
    id: String(id),
    report: (MessageStatus: string, more: Record<string, string> = {}) =>
      household.report(id, { MessageSid, MessageStatus, ...more }),
    state: () => household.sql('select state, error_code from outbox'),
    events: () => household.sql('select status, error_code from delivery_events order by rowid'),
  }
}

test.for<[reports: string[], state: string]>([
  [['queued', 'sent', 'delivered'], 'delivered'],
  [['delivered', 'sent', 'queued'], 'delivered'],
  [['sent', 'undelivered', 'sent'], 'undelivered'],
  [['undelivered', 'delivered'], 'delivered'],
  [['delivered', 'undelivered', 'failed'], 'delivered'],
  [['failed', 'undelivered'], 'failed'],
  [['delivered', 'read'], 'delivered'],
  [['accepted', 'scheduled', 'partially_delivered'], 'sent'],
])('the reports %j leave a text %s, and each is kept', async ([reports, expected]) => {
  const { report, state, events } = await setUp()

  for (const status of reports) expect(await report(status)).toBe(204)

  expect(state()).toMatchObject([{ state: expected }])
  expect(events()).toMatchObject(reports.map((status) => ({ status })))
})

test('the same report twice changes nothing', async () => {
  const { report, state } = await setUp()
  await report('undelivered', { ErrorCode: '30003' })

  await report('undelivered', { ErrorCode: '30003' })

  expect(state()).toEqual([{ state: 'undelivered', error_code: '30003' }])
})

test('reports that come at once end in the highest state', async () => {
  const { report, state, events } = await setUp()
  const all = ['sent', 'delivered', 'undelivered', 'queued', 'sent', 'delivered', 'failed']

  const answers = await Promise.all(all.map((status) => report(status)))

  expect(new Set(answers)).toEqual(new Set([204]))
  expect(state()).toMatchObject([{ state: 'delivered' }])
  expect(events()).toHaveLength(all.length)
})

test('a delivered text keeps no error code of an earlier report', async () => {
  const { report, state, events } = await setUp()
  await report('undelivered', { ErrorCode: '30008' })

  await report('delivered')

  expect(state()).toEqual([{ state: 'delivered', error_code: null }])
  expect(events()).toMatchObject([{ error_code: '30008' }, { error_code: null }])
})

test('a report on a text that is not ours is acknowledged and not kept', async () => {
  const { household, state, events } = await setUp()

  const MessageSid = `SM${'e'.repeat(32)}`
  const status = await household.report('nobody', { MessageSid, MessageStatus: 'delivered' })

  expect(status).toBe(204)
  expect(state()).toMatchObject([{ state: 'sent' }])
  expect(events()).toEqual([])
})

test('a report under another sid never takes a text over', async () => {
  const { household, id, report, state } = await setUp()
  const MessageSid = `SM${'e'.repeat(32)}`

  expect(await household.report(id, { MessageSid, MessageStatus: 'failed' })).toBe(204)
  expect(state()).toMatchObject([{ state: 'sent' }])

  await report('delivered')
  expect(state()).toMatchObject([{ state: 'delivered' }])
})

test('a report under the sid of another text is acknowledged and changes neither', async () => {
  const { household, id } = await setUp()
  await household.text(SAM, 'is memento in?')
  const [other] = household.sql("select provider_sid from outbox where body like 'Memento%'")
  const { provider_sid: MessageSid } = Object(other)

  expect(await household.report(id, { MessageSid, MessageStatus: 'delivered' })).toBe(204)

  expect(household.sql('select state from outbox')).toEqual([{ state: 'sent' }, { state: 'sent' }])
})

test('a report of another account is refused with 403 and not kept', async () => {
  const { report, state, events } = await setUp()

  expect(await report('failed', { AccountSid: `AC${'f'.repeat(32)}` })).toBe(403)

  expect(state()).toMatchObject([{ state: 'sent' }])
  expect(events()).toEqual([])
})
