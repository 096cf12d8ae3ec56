import { expect, test } from 'vitest'
import { SAM, startHousehold } from '../helpers/household.ts'
import { until } from '../helpers/until.ts'

const HERE = 'Heat (1995) is here.'

const HOUR_MS = 3_600_000

test('a limit of the account that Twilio reports shows in health, as one that it answers does', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is heat in?')
  const [row] = household.sql('select id, provider_sid as sid from outbox')
  const { id, sid } = Object(row)
  await household.report(id, { MessageSid: sid, MessageStatus: 'failed', ErrorCode: '63038' })

  const { body } = await household.get('/health')

  expect(Object(body).queues.outbox).toMatchObject({ pending: 1, onHold: { code: 63038 } })
})

test('a text that left by a clock an hour ahead is found, once that is set right, an hour later too', async () => {
  const household = await startHousehold()
  const { twilio } = household
  let posts = 0
  let isOut = true
  twilio.intercept = ({ method }) => {
    if (method === 'POST') posts++
    if (!isOut) return 'pass'
    return method === 'POST' ? 'act-then-drop' : { status: 503, body: {} }
  }
  await household.deliver(SAM, 'is heat in?')
  await until(() => expect(household.sentTo(SAM)).toEqual([HERE]))
  await household.stop()
  // Twilio's clock was right all the time.
  const created = new Date(household.now() - HOUR_MS).toUTCString().replace('GMT', '+0000')
  Object.assign(twilio.messages.at(-1) ?? {}, { date_created: created })
  household.jump(-HOUR_MS)
  household.jump(HOUR_MS + 100_000)
  isOut = false

  await household.restart()
  await until(async () => {
    household.advance(5_000)
    expect(await household.store.outbox.dueAddresses()).toEqual([])
  })

  expect(posts).toBe(1)
  expect(household.sentTo(SAM)).toEqual([HERE])
})
