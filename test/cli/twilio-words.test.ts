import { expect, test } from 'vitest'
import { twilioTrouble } from '../../src/cli/twilio-words.ts'
import { createTwilioAccount } from '../../src/sms/twilio-account.ts'
import { startLoopback } from '../helpers/loopback.ts'
import { ACCOUNT_SID, AUTH_TOKEN, USHERR } from '../helpers/settings.ts'

const number = { phoneNumber: { channel: 'sms' as const, phone: USHERR } }

test.for([
  ['a page', '<title>Sign in</title>'],
  ['JSON that describes no account', { hello: 'world' }],
] as const)('%s is not the account of Twilio', async ([, body]) => {
  const { url } = await startLoopback({ status: 200, body })
  const api = createTwilioAccount({
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    apiBaseUrl: url,
  })

  const error: unknown = await api.state().catch((thrown: unknown) => thrown)

  expect(twilioTrouble(error, true)).toEqual({
    says: 'what answered is not Twilio',
    fix: 'Leave TWILIO_API_BASE_URL out.',
  })
})

test('a page is not the numbers of Twilio', async () => {
  const { url } = await startLoopback({ status: 200, body: '<title>Sign in</title>' })
  const api = createTwilioAccount({
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    apiBaseUrl: url,
  })

  const error: unknown = await api.inbound(number).catch((thrown: unknown) => thrown)

  expect(twilioTrouble(error, false)?.says).toBe('what answered is not Twilio')
})

test('a mistake of ours is not blamed on what answered', () => {
  expect(twilioTrouble(new TypeError('x is not a function'), true)).toBeUndefined()
})
