import { expect, test } from 'vitest'
import { SAM, startHousehold } from '../helpers/household.ts'

const HERE = 'Heat (1995) is here.'

test('a lost text that Twilio has given up by the time it is found is sent again', async () => {
  const household = await startHousehold()
  const { twilio } = household
  let posts = 0
  twilio.intercept = ({ method }) => (method === 'POST' && ++posts === 1 ? 'act-then-drop' : 'pass')
  twilio.onMessage((message) => {
    if (posts === 1) Object.assign(message, { status: 'failed', error_code: 14107 })
  })
  await household.deliver(SAM, 'is heat in?')
  await household.recorded("select 1 from outbox where state = 'pending' and error_code = '14107'")

  household.advance(60_000)
  await household.settled()

  expect(household.sentTo(SAM)).toEqual([HERE, HERE])
  expect(household.sql('select state, error_code, provider_sid from outbox')).toEqual([
    { state: 'sent', error_code: null, provider_sid: twilio.messages.at(-1)?.sid },
  ])
})
