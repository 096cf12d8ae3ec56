import { expect, test } from 'vitest'
import type { Fault } from '../../src/demo/fault.ts'
import { createKeywordModel } from '../../src/model/keyword.ts'
import type { Model } from '../../src/model/model.ts'
import { goDownAtDelete } from '../conversation/open-questions/facts.ts'
import { usherr } from '../helpers/command-line.ts'
import { type HouseholdOptions, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { until } from '../helpers/until.ts'

const SAM_ON_WHATSAPP = `whatsapp:${SAM}`
const HERE = 'Heat (1995) is here.'
const GIVEN_UP = { state: 'failed', error_code: '21610' }
const MINUTE = 60_000

async function setUp(options: HouseholdOptions = {}) {
  const household = await startHousehold(options)
  let posts = 0
  /** To each POST in turn; those after them pass. */
  const answers: Fault[] = []
  household.twilio.intercept = ({ method }) => {
    if (method !== 'POST') return 'pass'
    posts++
    return answers.shift() ?? 'pass'
  }
  return {
    ...household,
    answers,
    posts: () => posts,
    rows: () => household.sql('select state, error_code from outbox order by position'),
    /** The network says of a text that it took that they have opted out. */
    refuseLast: () => {
      const [row] = household.sql('select id, provider_sid from outbox order by position desc')
      const { id, provider_sid: MessageSid } = Object(row)
      return household.report(id, { MessageSid, MessageStatus: 'failed', ErrorCode: '21610' })
    },
  }
}

test.for([
  ['a reply that Twilio did not take yet', SAM, 429, 20429],
  ['a reply that is held until they write on WhatsApp', SAM_ON_WHATSAPP, 400, 63016],
] as const)(
  '%s is given up at a STOP, and a START does not bring it',
  async ([, from, status, code]) => {
    const household = await setUp()
    household.answers.push({ status, body: { code } })
    await household.deliver(from, 'is heat in?')
    await household.recorded(`select 1 from outbox where error_code = '${code}'`)

    await household.text(SAM, 'STOP')
    expect(household.rows()).toEqual([GIVEN_UP])
    household.advance(1_000)
    await household.text(from, 'START')
    household.advance(5 * MINUTE)
    await household.settled()

    expect(household.posts()).toBe(1)
    expect(await household.text(from, 'is heat in?')).toBe(HERE)
  },
)

test('a STOP on WhatsApp ends texts over SMS too', async () => {
  const household = await setUp()

  await household.text(SAM_ON_WHATSAPP, 'STOP')

  expect(await household.text(SAM, 'is heat in?')).toBeUndefined()
  expect(household.posts()).toBe(0)
})

test('a send of which nobody knew whether it went is not made again after a STOP', async () => {
  const household = await startHousehold()
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  const methods: string[] = []
  household.twilio.intercept = async ({ method }) => {
    methods.push(method)
    if (method === 'POST') return 'drop'
    await released
    return 'pass'
  }
  await household.deliver(SAM, 'is heat in?')
  await until(() => expect(methods).toEqual(['POST', 'GET']))

  await household.deliver(SAM, 'STOP')
  await household.recorded("select 1 from inbox where body = 'STOP' and state = 'done'")
  release()
  await household.settled()

  expect(household.sql('select state, error_code from outbox')).toEqual([GIVEN_UP])
  expect(methods.filter((method) => method === 'POST')).toHaveLength(1)
})

test('neither "Still on it..." nor a reply goes to who has opted out while it was written', async () => {
  let answer = () => {}
  const asked = new Promise<void>((resolve) => (answer = resolve))
  const plain = createKeywordModel()
  let isSlow = false
  const model: Model = async (...args) => {
    if (isSlow) await asked
    return plain(...args)
  }
  const household = await setUp({ model })
  await household.text(SAM, 'is heat in?')
  isSlow = true
  await household.deliver(SAM, 'is memento in?')
  await until(() => expect(household.waits().open).toBe(1))

  await household.refuseLast()
  household.advance(10_000)
  await household.recorded("select 1 from outbox where kind = 'busy' and state = 'failed'")
  answer()
  await household.settled()

  expect(household.rows()).toEqual([GIVEN_UP, GIVEN_UP, GIVEN_UP])
  expect(household.posts()).toBe(1)
})

test('a notice that is queued for who has opted out fails without a call', async () => {
  const household = await setUp()
  await household.text(KIM, 'STOP')

  household.sql(
    `insert into outbox (id, key, kind, channel, address, body, segments, state, next_attempt_at, created_at)
     values ('n', 'n', 'notice', 'sms', ?, 'Heat (1995) is here.', 1, 'pending', 1, 1)`,
    KIM,
  )
  household.advance(1_000)
  await household.settled()

  expect(household.rows()).toEqual([GIVEN_UP])
  expect(household.posts()).toBe(0)
})

test('who opts out while an outcome is looked for is not told it', async () => {
  const household = await setUp()
  await household.text(SAM, 'delete heat')
  goDownAtDelete(household, { first: 'act-then-drop', after: 'drop' })
  expect(await household.text(SAM, 'YES 4821')).toContain("I'll keep looking")
  const before = household.posts()
  await household.text(SAM, 'STOP')

  household.radarr.intercept = () => 'pass'
  household.advance(MINUTE)
  await household.recorded("select 1 from pending_actions where state = 'done'")
  await household.settled()

  expect(household.posts()).toBe(before)
})

test('an operator who has a text sent again does not reach who has opted out', async () => {
  const household = await setUp()
  household.answers.push({ status: 400, body: { code: 21614 } })
  await household.text(SAM, 'is heat in?')
  await household.text(SAM, 'STOP')
  const env = { DATABASE_PATH: household.config.databasePath }
  const retry = () => usherr(['queue', 'retry', 'out-1'], env, {}, { now: household.now })

  await retry()
  await household.recorded("select 1 from outbox where error_code = '21610'")
  expect(household.posts()).toBe(1)

  await household.text(SAM, 'START')
  await retry()
  await household.told(SAM, HERE)
  expect(household.posts()).toBe(2)
})
