import Fastify from 'fastify'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { expect, onTestFinished, test } from 'vitest'
import { StoreUnavailableError } from '../../src/errors.ts'
import {
  type DeliveryReport,
  twilioStatus,
  type TwilioStatusOptions,
} from '../../src/routes/twilio-status.ts'

const accountSid = `AC${'0'.repeat(32)}`
const authToken = 'token'
const publicBaseUrl = 'https://usherr.example'
const TARGET = '/webhooks/twilio/status?outbox=01977f00-aaaa-7bbb-8ccc-000000000001'

const callback = {
  AccountSid: accountSid,
  MessageSid: `SM${'1'.repeat(32)}`,
  MessageStatus: 'delivered',
  SmsStatus: 'delivered',
  To: '+14155550123',
  ApiVersion: '2010-04-01',
}

function setUp(options: Partial<TwilioStatusOptions> = {}) {
  const reports: DeliveryReport[] = []
  const app = Fastify()
  onTestFinished(() => app.close())
  app.register(twilioStatus, {
    accountSid,
    authTokens: [authToken],
    publicBaseUrls: [publicBaseUrl],
    record: async (report) => void reports.push(report),
    ...options,
  })
  return { app, reports }
}

interface Addresses {
  target?: string
  signedFor?: string
}

function signed(fields: Record<string, string>, addresses: Addresses = {}) {
  const { target = TARGET, signedFor = target } = addresses
  return {
    method: 'POST' as const,
    url: target,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': getExpectedTwilioSignature(
        authToken,
        publicBaseUrl + signedFor,
        fields,
      ),
    },
    payload: new URLSearchParams(fields).toString(),
  }
}

test('a signed callback is recorded under the outbox id in its address', async () => {
  const { app, reports } = setUp()

  const response = await app.inject(signed(callback))

  expect(response.statusCode).toBe(204)
  expect(response.body).toBe('')
  expect(reports).toEqual([
    {
      outboxId: '01977f00-aaaa-7bbb-8ccc-000000000001',
      providerSid: callback.MessageSid,
      status: 'delivered',
    },
  ])
})

test('an error code is recorded', async () => {
  const { app, reports } = setUp()

  await app.inject(signed({ ...callback, MessageStatus: 'undelivered', ErrorCode: '30003' }))

  expect(reports).toMatchObject([{ status: 'undelivered', errorCode: '30003' }])
})

test('every callback of a text is recorded, even two alike, and states nobody has heard of', async () => {
  const { app, reports } = setUp()
  const states = ['queued', 'sent', 'delivered', 'delivered', 'partially_delivered']

  for (const state of states) await app.inject(signed({ ...callback, MessageStatus: state }))

  expect(reports.map(({ status }) => status)).toEqual(states)
})

test.for([
  ['for another outbox id', { signedFor: TARGET.replace('1977', '1978') }],
  ['without its outbox id', { signedFor: '/webhooks/twilio/status' }],
  ['for the webhook of texts', { signedFor: '/webhooks/twilio' }],
  ['and its outbox id doubled', { target: `${TARGET}&outbox=2`, signedFor: TARGET }],
] as const)('a callback signed %s is refused with 403', async ([, addresses]) => {
  const { app, reports } = setUp()

  const response = await app.inject(signed(callback, addresses))

  expect(response.statusCode).toBe(403)
  expect(reports).toEqual([])
})

test('a callback of another account is refused with 403', async () => {
  const { app } = setUp()

  const response = await app.inject(signed({ ...callback, AccountSid: `AC${'f'.repeat(32)}` }))

  expect(response.statusCode).toBe(403)
})

test.for<[string, Record<string, string>, string]>([
  ['no outbox id', {}, '/webhooks/twilio/status'],
  ['an empty outbox id', {}, '/webhooks/twilio/status?outbox='],
  ['two outbox ids', {}, `${TARGET}&outbox=2`],
  ['an unreadable MessageSid', { MessageSid: 'SM1' }, TARGET],
  ['an empty MessageStatus', { MessageStatus: '' }, TARGET],
  ['an ErrorCode in words', { ErrorCode: 'none' }, TARGET],
])('a signed callback with %s is a 400', async ([, fields, target]) => {
  const { app, reports } = setUp()

  const response = await app.inject(signed({ ...callback, ...fields }, { target }))

  expect(response.statusCode).toBe(400)
  expect(response.json()).toMatchObject({ code: 'WEBHOOK_BODY_INVALID' })
  expect(reports).toEqual([])
})

test('a callback that cannot be stored is a 503', async () => {
  const { app } = setUp({
    record: () => Promise.reject(new StoreUnavailableError('the disk is full')),
  })

  const response = await app.inject(signed(callback))

  expect(response.statusCode).toBe(503)
})
