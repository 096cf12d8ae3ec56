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
    report: (MessageStatus: string, more: Record<string, string> = {}, outboxId = String(id)) =>
      household.report(outboxId, { MessageSid, MessageStatus, ...more }),
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

test('a report under the sid of another text is acknowledged and changes neither', async () => {
  const { household, id } = await setUp()
  await household.text(SAM, 'is memento in?')
  const [other] = household.sql("select provider_sid from outbox where body like 'Memento%'")
  const { provider_sid: MessageSid } = Object(other)

  expect(await household.report(id, { MessageSid, MessageStatus: 'delivered' })).toBe(204)

  expect(household.sql('select state from outbox')).toEqual([{ state: 'sent' }, { state: 'sent' }])
})

const LATE = { MessageStatus: 'undelivered', ErrorCode: '30003' }
const ELSEWHERE = { MessageStatus: 'failed', MessageSid: `SM${'e'.repeat(32)}` }

interface Reported {
  reports: Array<Record<string, string>>
  status?: number
  row?: object
  kept: number
}

test.for<[string, Reported]>([
  [
    'out of order',
    {
      reports: ['delivered', 'sent', 'queued'].map((MessageStatus) => ({ MessageStatus })),
      row: { state: 'delivered', error_code: null },
      kept: 3,
    },
  ],
  [
    'doubled',
    { reports: [LATE, LATE], row: { state: 'undelivered', error_code: '30003' }, kept: 2 },
  ],
  ['unknown to the outbox', { reports: [{ ...LATE, outbox: 'nobody' }], kept: 0 }],
  ['foreign by their sid', { reports: [ELSEWHERE], kept: 1 }],
  [
    'foreign by their account',
    { reports: [{ ...LATE, AccountSid: `AC${'f'.repeat(32)}` }], status: 403, kept: 0 },
  ],
])('callbacks out of order, doubled, unknown and foreign: %s', async ([, expected]) => {
  const { household, id, report, state, events } = await setUp()

  for (const { outbox = id, MessageStatus = '', ...more } of expected.reports) {
    const answer = await report(MessageStatus, more, outbox)
    expect(answer).toBe(expected.status ?? 204)
  }

  expect(state()).toEqual([expected.row ?? { state: 'sent', error_code: null }])
  expect(events()).toHaveLength(expected.kept)
  // Whatever was said, its own next report is still heard.
  await report('delivered')
  expect(state()).toEqual([{ state: 'delivered', error_code: null }])
  expect(household.sentTo(SAM)).toHaveLength(1)
})
