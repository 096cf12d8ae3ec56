import fc from 'fast-check'
import Fastify from 'fastify'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { expect, onTestFinished, test } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { errorAnswers } from '../../src/plugins/error-answers.ts'
import { requestLimits } from '../../src/plugins/request-limits.ts'
import { twilioWebhook } from '../../src/routes/twilio.ts'
import type { InboundText } from '../../src/sms/inbound-text.ts'
import { ACCOUNT_SID, AUTH_TOKEN, PUBLIC_URL, USHERR } from '../helpers/settings.ts'

const PATH = '/webhooks/twilio'

const required = {
  TWILIO_ACCOUNT_SID: ACCOUNT_SID,
  TWILIO_AUTH_TOKEN: AUTH_TOKEN,
  TWILIO_PHONE_NUMBER: USHERR,
}

interface Sent {
  url: string
  /** What anybody on the way can write. */
  headers: Record<string, string>
  fields: Array<[name: string, value: string]>
  signature: string
}

async function setUp(publicBaseUrl = PUBLIC_URL) {
  const accepted: InboundText[] = []
  const app = Fastify()
  onTestFinished(() => app.close())
  await app.register(requestLimits)
  await app.register(errorAnswers)
  await app.register(twilioWebhook, {
    accountSid: ACCOUNT_SID,
    authTokens: [AUTH_TOKEN],
    publicBaseUrls: loadConfig({ ...required, PUBLIC_BASE_URL: publicBaseUrl }).publicBaseUrls,
    accept: async (text) => {
      accepted.push(text)
      return { isNew: true }
    },
  })
  let requests = 0
  const send = async ({ url, headers, fields, signature }: Sent) => {
    const { statusCode } = await app.inject({
      method: 'POST',
      url,
      // Of each request another, because what one address gets refused is limited.
      remoteAddress: `10.${(++requests >> 16) & 255}.${(requests >> 8) & 255}.${requests & 255}`,
      headers: {
        ...headers,
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': signature,
      },
      payload: new URLSearchParams(fields).toString(),
    })
    return statusCode
  }
  return { accepted, send }
}

// What a form can carry: any text but half a character.
const words = fc.string({ unit: 'binary', maxLength: 60 })
const fieldName = fc.stringMatching(/^[A-Za-z]\w{0,20}$/)

const query = fc
  .dictionary(fieldName, words, { minKeys: 1, maxKeys: 3, noNullPrototype: true })
  .map((parameters) => new URLSearchParams(parameters).toString())

// The names stay as they are: which of them count is what is tried out.
const proxyHeaders = fc.record(
  {
    host: fc.domain(),
    'x-forwarded-host': fc.domain(),
    'x-forwarded-proto': fc.constantFrom('http', 'https', 'ftp', ''),
    'x-forwarded-port': fc.nat().map(String),
    'x-forwarded-for': fc.ipV4(),
    'x-forwarded-prefix': fc.webPath(),
    'x-original-url': fc.webPath(),
    forwarded: fc.domain().map((host) => `host=${host};proto=http`),
  },
  { requiredKeys: [], noNullPrototype: true },
)

/** A text as Twilio signs it for an address, with fields, words and a query of any kind. */
const genuineFor = (baseUrl: string) =>
  fc
    .record({
      body: words,
      extra: fc.dictionary(fieldName, words, { maxKeys: 6, noNullPrototype: true }),
      search: fc.option(query, { nil: undefined }),
      headers: proxyHeaders,
    })
    .map(({ body, extra, search, headers }): Sent => {
      const fields = {
        ...extra,
        AccountSid: ACCOUNT_SID,
        MessageSid: `SM${'1'.repeat(32)}`,
        From: '+14155550101',
        To: '+14155550100',
        Body: body,
        NumMedia: '0',
        OptOutType: '',
      }
      const url = search ? `${PATH}?${search}` : PATH
      return {
        url,
        headers,
        fields: Object.entries(fields),
        signature: getExpectedTwilioSignature(AUTH_TOKEN, baseUrl + url, fields),
      }
    })
const genuine = genuineFor(PUBLIC_URL)

/** One change to what was signed; it may turn out to be none. */
const mutation = fc.oneof(
  fc.record({ at: fc.nat(), words: words }).map(({ at, words: value }) => (sent: Sent): Sent => {
    const which = at % sent.fields.length
    return {
      ...sent,
      fields: sent.fields.map(([name, old], index) => [name, index === which ? value : old]),
    }
  }),
  fc.nat().map((at) => (sent: Sent): Sent => ({
    ...sent,
    fields: sent.fields.filter((_field, index) => index !== at % sent.fields.length),
  })),
  fc.tuple(fieldName, words).map((field) => (sent: Sent): Sent => ({
    ...sent,
    fields: [...sent.fields, field],
  })),
  fc.tuple(fc.nat(), fieldName).map(([at, name]) => (sent: Sent): Sent => {
    const which = at % sent.fields.length
    return {
      ...sent,
      fields: sent.fields.map(([old, value], index) => [index === which ? name : old, value]),
    }
  }),
  query.map((search) => (sent: Sent): Sent => ({ ...sent, url: `${PATH}?${search}` })),
  fc.constantFrom('/webhooks/%74wilio', '/%77ebhooks/twilio').map((path) => (sent: Sent): Sent => ({
    ...sent,
    url: sent.url.replace(PATH, path),
  })),
  fc.string({ maxLength: 40 }).map((signature) => (sent: Sent): Sent => ({
    ...sent,
    signature: signature.replaceAll(/[^\x20-\x7e]/g, 'x'),
  })),
  fc.nat().map((at) => (sent: Sent): Sent => {
    const which = at % (sent.signature.length - 2)
    const other = sent.signature[which] === 'A' ? 'B' : 'A'
    return {
      ...sent,
      signature: sent.signature.slice(0, which) + other + sent.signature.slice(which + 1),
    }
  }),
)

test('any text that Twilio signs is taken as it was written', async () => {
  const { accepted, send } = await setUp()

  await fc.assert(
    fc.asyncProperty(genuine, async (sent) => {
      accepted.length = 0

      expect(await send(sent)).toBe(200)
      const body = sent.fields.find(([name]) => name === 'Body')?.[1]
      expect(accepted).toMatchObject([{ body, address: '+14155550101' }])
    }),
    { numRuns: 500 },
  )
})

test.for([
  ['a port', 'https://usherr.example:8443', 'https://usherr.example:8443'],
  [
    'the usual port, which Twilio leaves out',
    'https://usherr.example:443',
    'https://usherr.example',
  ],
  ['a path', 'https://usherr.example/films/', 'https://usherr.example/films'],
  ['a fragment', 'https://usherr.example#ct=2000&rc=2&rp=5xx,ct', 'https://usherr.example'],
  ['capitals', 'https://Usherr.Example', 'https://Usherr.Example'],
  ['two of them', 'https://old.example,https://usherr.example', 'https://usherr.example'],
] as const)(
  'any text signed for an address with %s is taken',
  async ([, configured, signedFor]) => {
    const { send } = await setUp(configured)

    await fc.assert(
      fc.asyncProperty(genuineFor(signedFor), async (sent) => {
        expect(await send(sent)).toBe(200)
      }),
      { numRuns: 50 },
    )
  },
)

test('any change to what Twilio signed is a 403, and nothing is stored', async () => {
  const { accepted, send } = await setUp()

  await fc.assert(
    fc.asyncProperty(genuine, mutation, async (sent, mutate) => {
      const changed = mutate(sent)
      fc.pre(JSON.stringify(changed) !== JSON.stringify(sent))
      accepted.length = 0

      expect(await send(changed)).toBe(403)
      expect(accepted).toEqual([])
    }),
    { numRuns: 2_000 },
  )
})
