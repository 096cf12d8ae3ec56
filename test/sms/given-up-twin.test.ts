import { expect, test } from 'vitest'
import { SAM, startHousehold } from '../helpers/household.ts'

const HERE = 'Heat (1995) is here.'

test('what Twilio gave up of one reply is not taken for the next, which has the same words', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is heat in?')
  const [row] = household.sql('select id, provider_sid as sid from outbox')
  const { id, sid } = Object(row)
  await household.report(id, { MessageSid: sid, MessageStatus: 'failed', ErrorCode: '14107' })
  household.advance(30_000)
  let posts = 0
  household.twilio.intercept = ({ method }) => {
    return method === 'POST' && ++posts === 2 ? 'drop' : 'pass'
  }
  await household.deliver(SAM, 'is heat in?')
  await household.recorded('select 1 from outbox where position = 2')

  household.advance(30_000)
  await household.recorded("select 1 from outbox where position = 2 and state = 'sent'")

  // That which was given up, it once more, and the second.
  expect(household.sentTo(SAM)).toEqual([HERE, HERE, HERE])
  expect(posts).toBe(3)
})
