import Fastify from 'fastify'
import twilioSdk from 'twilio'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import type { Fault } from '../../src/demo/fault.ts'
import {
  startSimulatedTwilio,
  type SimulatedTwilioOptions,
} from '../../src/demo/simulated-twilio.ts'
import { twilioStatus } from '../../src/routes/twilio-status.ts'
import { twilioWebhook } from '../../src/routes/twilio.ts'
import type { InboundText } from '../../src/sms/inbound-text.ts'

const credentials = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'token' }
const publicBaseUrl = 'https://usherr.example/base'
const publicUrl = `${publicBaseUrl}/webhooks/twilio`
const ours = '+14155550100'
const sam = '+14155550123'

async function setUp(options: Partial<SimulatedTwilioOptions> = {}) {
  const twilio = await startSimulatedTwilio({ ...credentials, ...options })
  onTestFinished(() => twilio.close())
  return twilio
}

const ListSchema = z.object({
  messages: z.array(z.object({ body: z.string() })),
  next_page_uri: z.string().nullable(),
})

type Twilio = Awaited<ReturnType<typeof setUp>>

/** Asks the API as the service would, but without its SDK. */
async function ask(
  { url }: Twilio,
  path: string,
  form?: Record<string, string>,
  { accountSid, authToken } = credentials,
) {
  const response = await fetch(`${url}/2010-04-01/Accounts/${credentials.accountSid}/${path}`, {
    method: form ? 'POST' : 'GET',
    headers: { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
    ...(form && { body: new URLSearchParams(form) }),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

function sdkOf(twilio: Twilio) {
  const httpClient = new twilioSdk.RequestClient()
  const request = httpClient.request.bind(httpClient)
  httpClient.request = (options) =>
    request({ ...options, uri: options.uri.replace('https://api.twilio.com', twilio.url) })
  return twilioSdk(credentials.accountSid, credentials.authToken, { httpClient })
}

const send = (twilio: Twilio, form: Record<string, string> = {}) =>
  ask(twilio, 'Messages.json', { To: sam, From: ours, Body: 'Any time.', ...form })

/** The two webhooks of a service, as they are in the real one. */
async function startService() {
  const texts: InboundText[] = []
  const states: string[] = []
  const app = Fastify()
  onTestFinished(() => app.close())
  const ids = {
    accountSid: credentials.accountSid,
    authTokens: [credentials.authToken],
    publicBaseUrls: [publicBaseUrl],
  }
  await app.register(twilioWebhook, {
    ...ids,
    accept: async (text) => {
      const isNew = texts.every(({ sid }) => sid !== text.sid)
      texts.push(text)
      return { isNew }
    },
  })
  await app.register(twilioStatus, {
    ...ids,
    record: async ({ outboxId, status }) => void states.push(`${outboxId} ${status}`),
  })
  const localBaseUrl = await app.listen({ port: 0, host: '127.0.0.1' })
  return { app, texts, states, localBaseUrl, webhookUrl: `${localBaseUrl}/webhooks/twilio` }
}

test('a text is accepted, kept, and told to whoever listens', async () => {
  const twilio = await setUp({ now: () => Date.parse('2026-11-20T12:00:00.900Z') })
  const heard: string[] = []
  const stop = twilio.onMessage(({ body }) => heard.push(body))

  const { status, body } = await send(twilio)
  stop()
  await send(twilio, { Body: 'unheard' })

  expect(status).toBe(201)
  expect(body).toMatchObject({
    sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
    account_sid: credentials.accountSid,
    status: 'queued',
    direction: 'outbound-api',
    to: sam,
    from: ours,
    body: 'Any time.',
    num_segments: '1',
    date_created: 'Fri, 20 Nov 2026 12:00:00 +0000',
  })
  expect(twilio.messages.map((message) => message.body)).toEqual(['Any time.', 'unheard'])
  expect(heard).toEqual(['Any time.'])
})

test('the official SDK reads a text, the list and its dates', async () => {
  const twilio = await setUp({ now: () => Date.parse('2026-11-20T12:00:00Z') })
  await send(twilio)
  const sdk = sdkOf(twilio)

  const [listed] = await sdk.messages.list({ to: sam })
  const fetched = await sdk.messages(listed?.sid ?? '').fetch()

  expect(fetched.toJSON()).toEqual(listed?.toJSON())
  expect(fetched).toMatchObject({
    body: 'Any time.',
    dateCreated: new Date('2026-11-20T12:00:00Z'),
  })
})

test.for<[string, Record<string, string>, number]>([
  ['a phone that is none', { To: '4155550123' }, 21211],
  ['no sender', { From: '' }, 21603],
  ['no words', { Body: '' }, 21617],
  ['1601 characters', { Body: 'x'.repeat(1601) }, 21617],
])('%s is refused', async ([, form, code]) => {
  const twilio = await setUp()

  const { status, body } = await send(twilio, form)

  expect(status).toBe(400)
  expect(body).toMatchObject({ code, status: 400, message: expect.any(String) })
  expect(twilio.messages).toEqual([])
})

test('WhatsApp, a messaging service and 1600 characters are accepted', async () => {
  const twilio = await setUp()

  const answers = [
    await send(twilio, { To: `whatsapp:${sam}`, From: `whatsapp:${ours}` }),
    await send(twilio, { From: '', MessagingServiceSid: `MG${'2'.repeat(32)}` }),
    await send(twilio, { Body: 'x'.repeat(1600) }),
  ]

  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
})

test.for([
  ['another token', { ...credentials, authToken: 'other' }],
  ['another account', { ...credentials, accountSid: 'AC1' }],
] as const)('%s is not let in', async ([, wrong]) => {
  const twilio = await setUp()

  const { status, body } = await ask(twilio, 'Messages.json', { To: sam }, wrong)

  expect(status).toBe(401)
  expect(body).toMatchObject({ code: 20003 })
})

test('the list is newest first, of one phone or one sender, and no longer than asked', async () => {
  const twilio = await setUp()
  await send(twilio, { Body: '1' })
  await send(twilio, { Body: '2', To: '+14155550124' })
  await send(twilio, { Body: '3', From: '+14155550199' })
  await send(twilio, { Body: '4' })
  const bodiesOf = async (query: Record<string, string>) => {
    const { body } = await ask(twilio, `Messages.json?${new URLSearchParams(query).toString()}`)
    return ListSchema.parse(body).messages.map((message) => message.body)
  }

  expect(await bodiesOf({})).toEqual(['4', '3', '2', '1'])
  expect(await bodiesOf({ To: sam })).toEqual(['4', '3', '1'])
  expect(await bodiesOf({ To: sam, From: ours })).toEqual(['4', '1'])
  expect(await bodiesOf({ To: sam, PageSize: '2' })).toEqual(['4', '3'])
})

test('the official SDK reads the list page by page, from a day in GMT on', async () => {
  let now = Date.parse('2026-11-19T23:59:59Z')
  const twilio = await setUp({ now: () => now })
  const { webhookUrl } = await startService()
  const deliver = (body: string) =>
    twilio.deliver({ webhookUrl, publicUrl, from: sam, to: ours, body })
  await deliver('the day before')
  now += 1_000
  for (const body of ['1', '2', '3']) await deliver(body)
  await send(twilio, { To: ours, Body: 'not sent yet' })
  const { messages } = sdkOf(twilio)
  const dateSentAfter = new Date('2026-11-20T18:00:00Z')

  const page = await messages.page({ to: ours, dateSentAfter, pageSize: 2 })
  await deliver('4')
  const next = await page.nextPage()

  expect(page.instances.map(({ body }) => body)).toEqual(['3', '2'])
  expect(next?.instances.map(({ body }) => body)).toEqual(['1'])
  expect(next?.nextPage()).toBeUndefined()
  const all = await messages.list({ to: ours, dateSentAfter, pageSize: 2 })
  expect(all.map(({ body, direction }) => `${direction} ${body}`)).toEqual(
    ['4', '3', '2', '1'].map((body) => `inbound ${body}`),
  )
})

test.for(['Messages/SM1.json', 'Calls.json'])('%s is not there', async (path) => {
  const twilio = await setUp()

  const { status, body } = await ask(twilio, path)

  expect(status).toBe(404)
  expect(body).toMatchObject({ code: 20404 })
})

test('a delivered text is one the webhook takes, and a redelivery is the same text', async () => {
  const twilio = await setUp()
  const { texts, webhookUrl } = await startService()
  const delivery = { webhookUrl, publicUrl, from: sam, to: ours, body: 'Amélie & 🎬?' }
  const sid = `SM${'7'.repeat(32)}`

  const first = await twilio.deliver({ ...delivery, sid })
  const second = await twilio.deliver({ ...delivery, sid })

  const text = { sid, channel: 'sms', address: sam, body: 'Amélie & 🎬?', mediaCount: 0 }
  expect(first).toEqual({ status: 200, text: '<Response/>' })
  expect(second).toEqual(first)
  expect(texts).toEqual([text, text])
  expect(twilio.messages).toMatchObject([{ sid, direction: 'inbound', from: sam, to: ours }])
})

test('a delivery can carry further parameters', async () => {
  const twilio = await setUp()
  const { texts, webhookUrl } = await startService()

  await twilio.deliver({
    webhookUrl,
    publicUrl,
    from: sam,
    to: ours,
    body: '',
    extra: { NumMedia: '1', OptOutType: 'HELP' },
  })

  expect(texts).toMatchObject([{ mediaCount: 1, optOutType: 'HELP' }])
})

test('a text no webhook takes is listed all the same', async () => {
  const twilio = await setUp()
  const { app, webhookUrl } = await startService()
  await app.close()

  const delivery = twilio.deliver({ webhookUrl, publicUrl, from: sam, to: ours, body: 'heat' })

  await expect(delivery).rejects.toThrow('fetch failed')
  const { body } = await ask(twilio, `Messages.json?To=${encodeURIComponent(ours)}`)
  expect(body).toMatchObject({ messages: [{ body: 'heat', status: 'received' }] })
})

test.for([
  ['STOP', 'START'],
  [' stopall ', 'unstop'],
  ['Revoke', 'Yes'],
] as const)('%s opts out before the webhook hears it, %s opts in again', async ([out, back]) => {
  const twilio = await setUp()
  const { texts, webhookUrl } = await startService()
  const say = (body: string) => twilio.deliver({ webhookUrl, publicUrl, from: sam, to: ours, body })

  await say(out)
  const refused = await send(twilio)
  const other = await send(twilio, { To: '+14155550124' })
  await say(back)
  const accepted = await send(twilio)

  expect(refused).toMatchObject({ status: 400, body: { code: 21610 } })
  expect(other.status).toBe(201)
  expect(accepted.status).toBe(201)
  expect(texts.map(({ body }) => body)).toEqual([out, back])
})

test('more than the one word opts nobody out', async () => {
  const twilio = await setUp()
  const { webhookUrl } = await startService()
  await twilio.deliver({ webhookUrl, publicUrl, from: sam, to: ours, body: 'stop the car' })

  const { status } = await send(twilio)

  expect(status).toBe(201)
})

const StatusCallback = `${publicUrl}/status?outbox=o-1`

test('a sent text is reported queued, sent and delivered, signed for its public address', async () => {
  const twilio = await setUp({ callbacks: true })
  const { states, localBaseUrl } = await startService()
  twilio.setWebhookTarget({ publicBaseUrl, localBaseUrl })

  await send(twilio, { StatusCallback })
  await twilio.callbacksPlayed()

  expect(states).toEqual(['o-1 queued', 'o-1 sent', 'o-1 delivered'])
  expect(twilio.messages).toMatchObject([{ status: 'delivered' }])
})

test('callbacks nobody answers are lost, and the text is delivered', async () => {
  const twilio = await setUp({ callbacks: true })
  const { app, localBaseUrl } = await startService()
  await app.close()
  twilio.setWebhookTarget({ publicBaseUrl, localBaseUrl })

  await send(twilio, { StatusCallback })
  await twilio.callbacksPlayed()

  expect(twilio.messages).toMatchObject([{ status: 'delivered' }])
})

test('without callbacks nothing is reported', async () => {
  const twilio = await setUp()
  const { states, localBaseUrl } = await startService()
  twilio.setWebhookTarget({ publicBaseUrl, localBaseUrl })

  await send(twilio, { StatusCallback })
  await twilio.callbacksPlayed()

  expect(states).toEqual([])
  expect(twilio.messages).toMatchObject([{ status: 'queued' }])
})

test('a fault can answer in place of the API', async () => {
  const twilio = await setUp()
  twilio.intercept = () => ({ status: 429, body: { code: 20429 }, headers: { 'retry-after': '1' } })

  const { status, headers, body } = await send(twilio)

  expect(status).toBe(429)
  expect(headers.get('retry-after')).toBe('1')
  expect(body).toEqual({ code: 20429 })
  expect(twilio.messages).toEqual([])
})

test.for<[Fault, number]>([
  ['drop', 0],
  ['act-then-drop', 1],
])('%s breaks the connection, having sent %i texts', async ([fault, count]) => {
  const twilio = await setUp()
  twilio.intercept = () => fault

  const answer = send(twilio)

  await expect(answer).rejects.toThrow('fetch failed')
  expect(twilio.messages).toHaveLength(count)
})

test('hang leaves a request open until the server closes', async () => {
  const twilio = await setUp()
  let state = 'open'
  const intercepted = new Promise<void>((resolve) => {
    twilio.intercept = () => {
      resolve()
      return 'hang'
    }
  })

  const closed = send(twilio).catch(() => {
    state = 'closed'
  })
  await intercepted
  twilio.intercept = () => 'pass'
  await ask(twilio, 'Messages.json')
  const stateBefore = state
  await twilio.close()
  await closed

  expect([stateBefore, state]).toEqual(['open', 'closed'])
  expect(twilio.messages).toEqual([])
})

test('a fault sees what is asked', async () => {
  const twilio = await setUp()
  const seen: unknown[] = []
  twilio.intercept = (request) => {
    seen.push(request)
    return 'pass'
  }

  await ask(twilio, 'Messages.json?To=1')
  await send(twilio)

  const path = `/2010-04-01/Accounts/${credentials.accountSid}/Messages.json`
  expect(seen).toEqual([
    { method: 'GET', path: `${path}?To=1`, fields: { To: '1' } },
    { method: 'POST', path, fields: { To: sam, From: ours, Body: 'Any time.' } },
  ])
})
