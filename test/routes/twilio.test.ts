import { connect } from 'node:net'
import { text as readAll } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import Fastify from 'fastify'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { expect, onTestFinished, test } from 'vitest'
import { StoreUnavailableError } from '../../src/errors.ts'
import { errorAnswers } from '../../src/plugins/error-answers.ts'
import { requestLimits } from '../../src/plugins/request-limits.ts'
import { twilioWebhook, type TwilioWebhookOptions } from '../../src/routes/twilio.ts'
import type { InboundText } from '../../src/sms/inbound-text.ts'

const PATH = '/webhooks/twilio'
const URL_ENCODED = 'application/x-www-form-urlencoded'
const accountSid = `AC${'0'.repeat(32)}`
const authToken = 'first-token'
const publicBaseUrl = 'https://usherr.example'

const sms = {
  AccountSid: accountSid,
  MessageSid: `SM${'1'.repeat(32)}`,
  From: '+14155550123',
  To: '+14155550100',
  Body: 'add dune',
  NumMedia: '0',
}

function setUp(options: Partial<TwilioWebhookOptions> = {}) {
  const accepted: InboundText[] = []
  const logged: string[] = []
  const app = Fastify({
    logger: { level: 'trace', stream: { write: (line) => logged.push(line) } },
  })
  onTestFinished(() => app.close())
  app.register(requestLimits)
  app.register(errorAnswers)
  app.register(twilioWebhook, {
    accountSid,
    authTokens: [authToken],
    publicBaseUrls: [publicBaseUrl],
    accept: async (text) => {
      accepted.push(text)
      return { isNew: true }
    },
    ...options,
  })
  return { app, accepted, logged }
}

interface Signing {
  token?: string
  url?: string
}

function sign(fields: Record<string, unknown>, { token = authToken, url }: Signing = {}): string {
  return getExpectedTwilioSignature(token, url ?? publicBaseUrl + PATH, fields)
}

function post(payload: string, signature: string, url = PATH) {
  const headers = { 'content-type': URL_ENCODED, 'x-twilio-signature': signature }
  return { method: 'POST' as const, url, headers, payload }
}

function signed(fields: Record<string, string>, signing: Signing = {}) {
  return post(new URLSearchParams(fields).toString(), sign(fields, signing))
}

test('a signed text is handed over and acknowledged with empty TwiML', async () => {
  const { app, accepted } = setUp()

  const response = await app.inject(signed(sms))

  expect(response.statusCode).toBe(200)
  expect(response.headers['content-type']).toContain('text/xml')
  expect(response.body).toBe('<Response/>')
  expect(accepted).toEqual([
    {
      sid: sms.MessageSid,
      channel: 'sms',
      address: '+14155550123',
      body: 'add dune',
      mediaCount: 0,
    },
  ])
})

test('the acknowledgement waits until the text is stored', async () => {
  let isStored = false
  const { app } = setUp({
    accept: async () => {
      await setTimeout(20)
      isStored = true
      return { isNew: true }
    },
  })

  await app.inject(signed(sms))

  expect(isStored).toBe(true)
})

test('a redelivered text is acknowledged like the first', async () => {
  const { app } = setUp({ accept: async () => ({ isNew: false }) })

  const response = await app.inject(signed(sms))

  expect(response.statusCode).toBe(200)
  expect(response.body).toBe('<Response/>')
})

test.for<[string, Record<string, string>, Partial<InboundText>]>([
  [
    'letters beyond ASCII',
    { Body: 'Amélie 🎬 “naïve” 千と千尋' },
    { body: 'Amélie 🎬 “naïve” 千と千尋' },
  ],
  ['what a form escapes', { Body: '1+1=2 & 50%?\r\nyes;' }, { body: '1+1=2 & 50%?\r\nyes;' }],
  ['spaces around the words', { Body: ' heat  ' }, { body: ' heat  ' }],
  ['the longest text', { Body: '🎬'.repeat(800) }, { body: '🎬'.repeat(800) }],
  ['fields nobody has heard of', { Brand_New: 'x', FromCity: '' }, { body: 'add dune' }],
  [
    'a picture without words',
    { MessageSid: `MM${'a'.repeat(32)}`, Body: '', NumMedia: '2', MediaUrl0: 'https://m.example/' },
    { sid: `MM${'a'.repeat(32)}`, body: '', mediaCount: 2 },
  ],
  [
    'a picture with words, as MMS brings it',
    {
      NumMedia: '1',
      MediaUrl0: `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Messages/MM1/Media/ME1?a=b&c=%20`,
      MediaContentType0: 'image/jpeg',
      MessagingServiceSid: '',
    },
    { body: 'add dune', mediaCount: 1 },
  ],
  [
    'a picture over WhatsApp',
    {
      From: 'whatsapp:+447700900123',
      To: 'whatsapp:+14155550100',
      Body: '',
      NumMedia: '1',
      MessageType: 'image',
      ProfileName: 'Kim 🎬',
      WaId: '447700900123',
      ChannelMetadata: '{"type":"whatsapp","data":{"context":{"ProfileName":"Kim"}}}',
    },
    { channel: 'whatsapp', body: '', mediaCount: 1 },
  ],
  [
    'WhatsApp',
    { From: 'whatsapp:+447700900123', To: 'whatsapp:+14155550100' },
    { channel: 'whatsapp', address: '+447700900123' },
  ],
  ['an answer that Twilio has given', { OptOutType: 'STOP' }, { optOutType: 'STOP' }],
])('%s: the text arrives whole', async ([, fields, expected]) => {
  const { app, accepted } = setUp()

  const response = await app.inject(signed({ ...sms, ...fields }))

  expect(response.statusCode).toBe(200)
  expect(accepted).toMatchObject([expected])
})

test('a text without a Body, such as a place over WhatsApp, is taken as empty', async () => {
  const { app, accepted } = setUp()
  const { Body: _, ...fields } = sms

  await app.inject(signed({ ...fields, Latitude: '52.52', Longitude: '13.4' }))

  expect(accepted).toMatchObject([{ body: '' }])
})

test('a kind of opt-out nobody has heard of, and no count of pictures, lose no text', async () => {
  const { app, accepted } = setUp()
  const { NumMedia: _, ...fields } = sms

  await app.inject(signed({ ...fields, OptOutType: 'PAUSE' }))

  expect(accepted).toMatchObject([{ mediaCount: 0 }])
  expect(accepted[0]).not.toHaveProperty('optOutType')
})

test.for<[string, string[], string, string]>([
  ['one of several addresses', ['https://a.example', 'https://b.example'], 'https://b.example', ''],
  ['a port', ['https://a.example:8443'], 'https://a.example:8443', ''],
  ['the default port written out', ['https://a.example:443'], 'https://a.example', ''],
  ['a slash at the end', ['https://a.example/'], 'https://a.example', ''],
  [
    'a base path that a proxy takes off',
    ['https://a.example/usherr'],
    'https://a.example/usherr',
    '',
  ],
  ['a query string', ['https://a.example'], 'https://a.example', '?a=b%20c&d=e&f'],
])('a text signed for %s is taken', async ([, publicBaseUrls, signedFor, query]) => {
  const { app } = setUp({ publicBaseUrls })
  const signature = sign(sms, { url: signedFor + PATH + query })

  const response = await app.inject(
    post(new URLSearchParams(sms).toString(), signature, PATH + query),
  )

  expect(response.statusCode).toBe(200)
})

test.for(['old-token', 'new-token'])('with two tokens, %s signs', async (token) => {
  const { app } = setUp({ authTokens: ['old-token', 'new-token'] })

  const response = await app.inject(signed(sms, { token }))

  expect(response.statusCode).toBe(200)
})

const elsewhere = {
  host: 'evil.example',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'http',
  'x-forwarded-port': '81',
  'x-original-url': '/evil',
}

test('Host and X-Forwarded-* neither help a forged text nor hinder a genuine one', async () => {
  const { app } = setUp()
  const genuine = signed(sms)
  const forged = signed(sms, { url: `http://evil.example${PATH}` })

  const answers = await Promise.all(
    [genuine, forged].map((request) =>
      app.inject({ ...request, headers: { ...request.headers, ...elsewhere } }),
    ),
  )

  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 403])
})

const form = new URLSearchParams(sms).toString()
const signature = sign(sms)
const { AccountSid: _, ...anonymous } = sms
const plus = { ...sms, 'From+14155550123FromCity': 'x' }

test.for<[string, ReturnType<typeof post>]>([
  ['a word changed', post(form.replace('dune', 'dunes'), signature)],
  ['a field added', post(`${form}&Extra=1`, signature)],
  ['an empty field added', post(`${form}&Extra=`, signature)],
  ['a field taken out', post(form.replace('&NumMedia=0', ''), signature)],
  ['a field renamed', post(form.replace('NumMedia', 'NumMedias'), signature)],
  ['a field moved into another', post(form.replace('&NumMedia=0', 'NumMedia0'), signature)],
  ['another sender', post(form.replace('0123', '0124'), signature)],
  ['a query string added', post(form, signature, `${PATH}?a=1`)],
  ['the signature in lower case', post(form, signature.toLowerCase())],
  ['the signature cut short', post(form, signature.slice(0, -1))],
  ['no signature', post(form, '')],
  ['garbage for a signature', post(form, 'é\u00ff'.repeat(500))],
  ['another token', signed(sms, { token: 'other' })],
  ['another address', signed(sms, { url: `https://other.example${PATH}` })],
  ['no body', post('', sign({}))],
  ['another account', signed({ ...sms, AccountSid: `AC${'f'.repeat(32)}` })],
  ['no account', signed(anonymous)],
  ['a field twice', post(`${form}&Body=add+dune`, signature)],
  ['a field twice, signed', post(`${form}&Body=b`, sign({ ...sms, Body: ['add dune', 'b'] }))],
  ['a name that hides a value, signed', signed(plus)],
  ['a name of Object.prototype', post(`${form}&__proto__=x`, signature)],
])('%s is refused with 403', async ([, request]) => {
  const { app, accepted } = setUp()

  const response = await app.inject(request)

  expect(response.statusCode).toBe(403)
  expect(response.json()).toMatchObject({ code: 'WEBHOOK_SIGNATURE_INVALID' })
  expect(accepted).toEqual([])
})

test('a request without the header is refused with 403', async () => {
  const { app } = setUp()

  const response = await app.inject({
    method: 'POST',
    url: PATH,
    headers: { 'content-type': URL_ENCODED },
    payload: form,
  })

  expect(response.statusCode).toBe(403)
})

test('an address the library cannot parse is a 403 and not a 500', async () => {
  const { app } = setUp({ publicBaseUrls: ['no address'] })

  const response = await app.inject(signed(sms))

  expect(response.statusCode).toBe(403)
})

test.for([
  ['two signatures', PATH, [signature, signature]],
  ['a whole URL for a target', `http://evil.example${PATH}`, [signature]],
  ['a target that makes no URL', `${PATH}?%zz#\\`, [signature]],
] as const)('%s on the wire: a 403', async ([, target, signatures]) => {
  const { app } = setUp()
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
  const lines = [
    `POST ${target} HTTP/1.1`,
    'Host: usherr.example',
    'Connection: close',
    `Content-Type: ${URL_ENCODED}`,
    `Content-Length: ${form.length}`,
    ...signatures.map((value) => `X-Twilio-Signature: ${value}`),
  ]

  const socket = connect(Number(port), '127.0.0.1')
  socket.end(`${lines.join('\r\n')}\r\n\r\n${form}`)

  expect(await readAll(socket)).toMatch(/^HTTP\/1.1 403 /)
})

test.for([
  ['application/json', JSON.stringify(sms)],
  ['text/plain', form],
  ['multipart/form-data; boundary=x', form],
] as const)('%s is refused with 415, signed or not', async ([type, payload]) => {
  const { app } = setUp()
  const headers = { 'content-type': type, 'x-twilio-signature': signature }

  const response = await app.inject({ method: 'POST', url: PATH, headers, payload })

  expect(response.statusCode).toBe(415)
})

test('a body larger than any text is refused with 413', async () => {
  const { app } = setUp()

  const response = await app.inject(signed({ ...sms, Body: 'x'.repeat(70_000) }))

  expect(response.statusCode).toBe(413)
})

test.for<[string, Record<string, string>]>([
  ['MessageSid', { MessageSid: `SM${'G'.repeat(32)}` }],
  ['MessageSid', { MessageSid: `xSM${'1'.repeat(32)}` }],
  ['From', { From: '12345' }],
  ['From', { From: '+14155550123FromCity' }],
  ['From', { From: 'messenger:987' }],
  ['To', { To: '' }],
  ['Body', { Body: 'x'.repeat(4097) }],
  ['NumMedia', { NumMedia: '-1' }],
  ['NumMedia', { NumMedia: 'one' }],
])('a signed text with an unreadable %s is a 400 that names it', async ([name, fields]) => {
  const { app, accepted } = setUp()

  const response = await app.inject(signed({ ...sms, ...fields }))

  expect(response.statusCode).toBe(400)
  expect(response.json()).toMatchObject({
    code: 'WEBHOOK_BODY_INVALID',
    message: expect.stringContaining(`at ${name}`),
  })
  expect(accepted).toEqual([])
})

test.for(['MessageSid', 'From', 'To'] as const)(
  'a signed text without %s is a 400',
  async (name) => {
    const { app } = setUp()
    const { [name]: _, ...fields } = sms

    const response = await app.inject(signed(fields))

    expect(response.statusCode).toBe(400)
  },
)

test('a text that cannot be stored is a 503', async () => {
  const { app } = setUp({
    accept: () => Promise.reject(new StoreUnavailableError('the disk is full')),
  })

  const response = await app.inject(signed(sms))

  expect(response.statusCode).toBe(503)
  expect(response.json()).toMatchObject({ code: 'STORE_UNAVAILABLE' })
})

test('the log tells the sid and whether it is new', async () => {
  const { app, logged } = setUp()

  await app.inject(signed(sms))

  expect(logged.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ level: 30, sid: sms.MessageSid, isNew: true }),
  )
})

test('the log of a refusal tells which addresses were expected', async () => {
  const { app, logged } = setUp({ publicBaseUrls: ['https://a.example', 'https://b.example/u'] })

  await app.inject(signed(sms))

  expect(logged.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({
      level: 40,
      expectedUrls: [`https://a.example${PATH}`, `https://b.example/u${PATH}`],
    }),
  )
})

test('the log of a refusal repeats nothing of the query', async () => {
  const { app, logged } = setUp()

  await app.inject({ ...signed(sms), url: `${PATH}?Body=quokka&From=4155550123#wombat` })

  const refusals = logged.filter((line) => line.includes('not signed by Twilio'))
  expect(refusals).toHaveLength(1)
  expect(refusals.join('')).not.toMatch(/quokka|4155550123|wombat/)
})

test('the log never shows words, a phone, a token or a signature', async () => {
  const { app, logged } = setUp()

  await app.inject(signed(sms))
  await app.inject(signed(sms, { token: 'other' }))
  await app.inject(signed({ ...sms, AccountSid: 'AC1' }))
  await app.inject(signed({ ...sms, From: '+14155550123x', To: '4155550123' }))
  await app.inject(signed({ ...sms, Body: 'dune'.repeat(2000) }))

  expect(logged.length).toBeGreaterThan(5)
  expect(logged.join('')).not.toMatch(/dune|4155550|first-token/)
  expect(logged.join('')).not.toContain(signature)
})
