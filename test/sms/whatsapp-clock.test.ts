import { expect, test } from 'vitest'
import { SAM, startHousehold } from '../helpers/household.ts'

const SAM_ON_WHATSAPP = `whatsapp:${SAM}`
const HERE = 'Heat (1995) is here.'

test('who writes on WhatsApp after the clock was set back an hour is answered', async () => {
  const household = await startHousehold()
  household.twilio.intercept = ({ method }) =>
    method === 'POST' ? { status: 400, body: { code: 63016 } } : 'pass'
  await household.deliver(SAM_ON_WHATSAPP, 'is heat in?')
  await household.recorded("select 1 from outbox where error_code = '63016'")
  household.twilio.intercept = () => 'pass'

  household.jump(-3_600_000)
  household.advance(60_000)
  await household.deliver(SAM_ON_WHATSAPP, 'is memento in?')
  await household.recorded("select 1 from outbox where body like 'Memento%'")
  await household.settled()

  expect(household.sentTo(SAM_ON_WHATSAPP)).toEqual([HERE, 'Memento (2000) is here.'])
})
