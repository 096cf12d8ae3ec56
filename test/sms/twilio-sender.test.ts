import dns from 'node:dns'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Fault } from '../../src/demo/fault.ts'
import type { SimulatedRequest } from '../../src/demo/simulated-twilio-api.ts'
import { startSimulatedTwilio } from '../../src/demo/simulated-twilio.ts'
import { StoreUnavailableError } from '../../src/errors.ts'
import {
  createTwilioSender,
  type OutgoingText,
  type SearchedText,
  type SendOutcome,
  type TwilioSenderOptions,
} from '../../src/sms/twilio-sender.ts'
import { listenOnLoopback } from '../helpers/loopback.ts'

const credentials = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'token' }
const ours = '+14155550100'
const sam = '+14155550123'
const text: OutgoingText = { outboxId: 'o-1', channel: 'sms', address: sam, body: 'Any time.' }
const start = Date.parse('2026-11-20T12:00:00Z')

async function setUp(options: Partial<TwilioSenderOptions> = {}) {
  let time = start
  const twilio = await startSimulatedTwilio({ ...credentials, now: () => time })
  onTestFinished(() => twilio.close())
  const sent: Record<string, string>[] = []
  twilio.onMessage((_message, fields) => sent.push(fields))
  const sender = createTwilioSender({
    ...credentials,
    sender: { phoneNumber: { channel: 'sms', phone: ours } },
    statusCallbackBaseUrl: 'https://usherr.example/base/',
    apiBaseUrl: twilio.url,
    now: () => time,
    ...options,
  })
  const setTime = (newTime: number) => {
    time = newTime
  }
  return { sender, twilio, sent, setTime }
}

test('a text is sent with the callback that carries its outbox id, for an hour', async () => {
  const { sender, twilio, sent } = await setUp()

  const outcome = await sender.send({ ...text, outboxId: 'a&b' })

  expect(outcome).toEqual({ type: 'sent', providerSid: twilio.messages[0]?.sid })
  expect(sent).toEqual([
    {
      To: sam,
      From: ours,
      Body: 'Any time.',
      StatusCallback: 'https://usherr.example/base/webhooks/twilio/status?outbox=a%26b',
      ValidityPeriod: '3600',
    },
  ])
})

test('words beyond ASCII arrive as they were written', async () => {
  const { sender, twilio } = await setUp()

  await sender.send({ ...text, body: 'Amélie & 千と千尋 🎬' })

  expect(twilio.messages[0]?.body).toBe('Amélie & 千と千尋 🎬')
})

test('WhatsApp carries the prefix on both ends, from the number that texts use too', async () => {
  const { sender, sent } = await setUp()

  await sender.send({ ...text, channel: 'whatsapp' })

  expect(sent).toMatchObject([{ To: `whatsapp:${sam}`, From: `whatsapp:${ours}` }])
})

test('a messaging service sends without a From of ours', async () => {
  const messagingServiceSid = `MG${'2'.repeat(32)}`
  const { sender, sent } = await setUp({ sender: { messagingServiceSid } })

  await sender.send(text)

  expect(sent).toMatchObject([{ MessagingServiceSid: messagingServiceSid }])
  expect(sent[0]).not.toHaveProperty('From')
})

/** A server that answers everything alike, and notes what it was asked. */
async function serverAnswering(status: number, body: string, headers = {}) {
  const paths: string[] = []
  const url = await listenOnLoopback((request, response) => {
    paths.push(request.url ?? '')
    response.writeHead(status, headers).end(body)
  })
  return { url, paths }
}

test('the path in the address of a stand-in is kept', async () => {
  const { url, paths } = await serverAnswering(201, '{"sid":"SM1"}')
  const { sender } = await setUp({ apiBaseUrl: `${url}/twilio/` })

  const outcome = await sender.send(text)

  expect(outcome).toEqual({ type: 'sent', providerSid: 'SM1' })
  expect(paths).toEqual([`/twilio/2010-04-01/Accounts/${credentials.accountSid}/Messages.json`])
})

const no = (status: number, code: number) => ({ status, body: { status, code } })

test.for<[string, Fault, SendOutcome]>([
  ['too many requests', no(429, 20429), { type: 'deferred', code: 20429 }],
  [
    'too many requests and a time to wait',
    { ...no(429, 20429), headers: { 'retry-after': '7' } },
    { type: 'deferred', code: 20429, retryAfterMs: 7000 },
  ],
  [
    'a time to wait that is a date',
    { ...no(429, 20429), headers: { 'retry-after': 'Fri, 20 Nov 2026 12:00:07 GMT' } },
    { type: 'deferred', code: 20429 },
  ],
  ['wrong credentials', no(401, 20003), { type: 'on-hold', code: 20003 }],
  ['an account that is not active', no(403, 20005), { type: 'on-hold', code: 20005 }],
  ['a limit nobody has heard of', no(429, 14999), { type: 'deferred', code: 14999 }],
  ['the daily limit', no(429, 63038), { type: 'on-hold', code: 63038 }],
  ['the number of another account', no(400, 21660), { type: 'on-hold', code: 21660 }],
  ['a full queue', no(400, 21611), { type: 'on-hold', code: 21611 }],
  ['too many texts to one phone', no(400, 14107), { type: 'deferred', code: 14107 }],
  ['a proxy that wants a password', { status: 407, body: 'no' }, { type: 'deferred', code: 407 }],
  ['a number that is none', no(400, 21211), { type: 'refused', code: 21211 }],
  ['a landline', no(400, 21614), { type: 'refused', code: 21614 }],
  ['a number that a trial account may not text', no(400, 21608), { type: 'refused', code: 21608 }],
  ['a number of ours for another country', no(400, 21606), { type: 'refused', code: 21606 }],
  ['a number that opted out', no(400, 21610), { type: 'opted-out' }],
  ['a refusal nobody has heard of', no(400, 29999), { type: 'refused', code: 29999 }],
])('%s: the text is not sent', async ([, fault, expected]) => {
  const { sender, twilio } = await setUp()
  const requests: SimulatedRequest[] = []
  twilio.intercept = (request) => {
    requests.push(request)
    return fault
  }

  const outcome = await sender.send(text)

  expect(outcome).toEqual(expected)
  expect(requests).toHaveLength(1)
})

test.for<[string, Fault]>([
  ['an error of the server', no(500, 20500)],
  ['an unavailable service', no(503, 20503)],
  ['a gateway that gave up', { status: 504, body: '<html>' }],
  ['a redirect', { status: 302, body: {}, headers: { location: 'https://portal.example' } }],
  ['a page instead of an answer', { status: 200, body: '<html>' }],
  ['an answer without a sid', { status: 201, body: {} }],
  ['an empty answer', { status: 201, body: '' }],
  ['a connection that breaks before', 'drop'],
  ['a connection that breaks after', 'act-then-drop'],
  ['no answer in time', 'hang'],
  ['an answer that drips', 'drip'],
  ['an answer that is cut short', 'truncate'],
  ['half of the JSON', 'garble'],
])('%s: the text may have been sent', async ([, fault]) => {
  const { sender, twilio } = await setUp({ timeoutMs: 200 })
  const requests: SimulatedRequest[] = []
  twilio.intercept = (request) => {
    requests.push(request)
    return fault
  }

  const outcome = await sender.send(text)

  expect(outcome).toEqual({ type: 'unclear', reason: expect.any(String) })
  expect(requests).toHaveLength(1)
})

test.for(['http://127.0.0.1:PORT', 'https://localhost:PORT', 'http://nowhere.invalid'])(
  'nobody listening at %s: the text is not sent',
  async (template) => {
    const { twilio } = await setUp()
    await twilio.close()
    const apiBaseUrl = template.replace('PORT', new URL(twilio.url).port)
    const { sender } = await setUp({ apiBaseUrl })

    const outcome = await sender.send(text)

    expect(outcome).toEqual({ type: 'deferred', code: 0 })
  },
)

test('nobody listening at any address of a host: the text is not sent', async () => {
  const { twilio } = await setUp()
  await twilio.close()
  const { port } = new URL(twilio.url)
  const { sender } = await setUp({ apiBaseUrl: `http://two.example:${port}` })
  const addresses = ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 }))
  const lookup = vi.spyOn(dns, 'lookup').mockImplementation((...args: unknown[]) => {
    const callback = args.at(-1)
    if (typeof callback === 'function') callback(null, addresses)
  })

  const outcome = await sender.send(text)

  expect(outcome).toEqual({ type: 'deferred', code: 0 })
  expect(lookup).toHaveBeenCalled()
})

const search: SearchedText = {
  channel: 'sms',
  address: sam,
  body: text.body,
  since: start,
  isOwned: () => false,
}

test('a text whose answer was lost is found', async () => {
  const { sender, twilio } = await setUp()
  twilio.intercept = ({ method }) => (method === 'POST' ? 'act-then-drop' : 'pass')

  const outcome = await sender.send(text)
  const found = await sender.findSent(search)

  expect(outcome.type).toBe('unclear')
  expect(found).toMatchObject({ type: 'found', providerSid: twilio.messages[0]?.sid })
})

test('of two texts alike the one that nobody owns is found', async () => {
  const { sender, twilio } = await setUp()
  await sender.send(text)
  await sender.send(text)
  const [lost, owned] = twilio.messages.map(({ sid }) => sid)

  const found = await sender.findSent({ ...search, isOwned: async (sid) => sid === owned })

  expect(found).toMatchObject({ type: 'found', providerSid: lost })
})

test.for<[string, string, string]>([
  [
    'the words of a trial account in front',
    'Any time.',
    'Sent from your trial account - Any time.',
  ],
  ['plainer quotes and dashes', "It isn't “here” – yet…", 'It isn\'t "here" - yet...'],
  ['plainer apostrophes', 'Schindlerʼs List isn’t', "Schindler's List isn't"],
  ['other spaces', 'Heat\u00a0(1995)\r\nis  here.', 'Heat (1995)\nis here.'],
  ['accents put together otherwise', 'Ame\u0301lie', 'Am\u00e9lie'],
  ['nothing but a sign', '?', '?'],
])('a text that left with %s is found', async ([, body, left]) => {
  const { sender, twilio } = await setUp()
  await sender.send({ ...text, body: left })

  const found = await sender.findSent({ ...search, body })

  expect(found).toMatchObject({ type: 'found', providerSid: twilio.messages[0]?.sid })
})

test.for<[string, Partial<OutgoingText>, Partial<SearchedText>]>([
  ['other words', { body: 'Any day.' }, {}],
  ['another number in the words', { body: 'YES 4821' }, { body: 'YES 4822' }],
  ['more words at the end', { body: 'Any time. Bye' }, {}],
  ['only signs, and other ones', { body: '!' }, { body: '?' }],
  ['another phone', { address: '+14155550124' }, {}],
  ['another channel', { channel: 'whatsapp' }, {}],
  ['an owner', {}, { isOwned: () => true }],
  ['an owner, says a store', {}, { isOwned: async () => true }],
])('a text with %s is not ours', async ([, sent, searched]) => {
  const { sender } = await setUp()
  await sender.send({ ...text, ...sent })

  const found = await sender.findSent({ ...search, ...searched })

  expect(found).toEqual({ type: 'absent' })
})

test('a text that the phone itself sent is not ours', async () => {
  const { sender, twilio } = await setUp()
  await twilio
    .deliver({
      webhookUrl: 'http://127.0.0.1:1',
      publicUrl: '',
      from: ours,
      to: sam,
      body: text.body,
    })
    .catch(() => {})

  const found = await sender.findSent(search)

  expect(twilio.messages).toHaveLength(1)
  expect(found).toEqual({ type: 'absent' })
})

test('a clock that is an hour ahead of Twilio does not hide what was sent', async () => {
  const { sender, twilio } = await setUp({ now: () => start + 3_600_000 })
  twilio.intercept = ({ method }) => (method === 'POST' ? 'act-then-drop' : 'pass')
  await sender.send(text)

  const { type } = await sender.findSent({ ...search, since: start + 3_600_000 })

  expect(type).toBe('found')
})

test.for([
  ['a minute before, by another clock', -60_000, 'found'],
  ['more than a minute before', -61_000, 'absent'],
  ['long after', 3_600_000, 'found'],
] as const)('a text created %s the attempt: %s', async ([, offset, expected]) => {
  const { sender, setTime } = await setUp()
  setTime(start + offset)
  await sender.send(text)
  setTime(start)

  const { type } = await sender.findSent(search)

  expect(type).toBe(expected)
})

test('a text from another number of the account is not ours', async () => {
  const { sender, twilio } = await setUp()
  const another = createTwilioSender({
    ...credentials,
    sender: { phoneNumber: { channel: 'sms', phone: '+14155550199' } },
    statusCallbackBaseUrl: 'https://other.example',
    apiBaseUrl: twilio.url,
  })
  await another.send(text)

  const found = await sender.findSent(search)

  expect(found).toEqual({ type: 'absent' })
})

test('where a messaging service sends, its text is found whatever number it chose', async () => {
  const { sender, twilio } = await setUp({
    sender: { messagingServiceSid: `MG${'2'.repeat(32)}` },
  })
  await sender.send(text)
  for (const message of twilio.messages) message.from = '+14155550177'

  const found = await sender.findSent(search)

  expect(found).toMatchObject({ type: 'found', providerSid: twilio.messages[0]?.sid })
})

/** Texts of the day before, a minute apart, the oldest first; the service then asks at `start`. */
async function setUpYesterday(texts: number) {
  const { sender, twilio, setTime } = await setUp()
  const requests: SimulatedRequest[] = []
  const yesterday = start - 24 * 60 * 60_000
  for (let n = 0; n < texts; n += 1) {
    setTime(yesterday + n * 60_000)
    await sender.send(text)
  }
  setTime(start)
  twilio.intercept = (request) => {
    requests.push(request)
    return 'pass'
  }
  const [oldest] = twilio.messages
  return { sender, requests, yesterday, oldest }
}

test('a text of yesterday is found behind all that were sent since', async () => {
  const { sender, requests, yesterday, oldest } = await setUpYesterday(120)

  const found = await sender.findSent({
    ...search,
    since: yesterday,
    isOwned: (sid) => sid !== oldest?.sid,
  })

  expect(found).toMatchObject({ type: 'found', providerSid: oldest?.sid })
  expect(requests).toMatchObject(Array.from({ length: 3 }, () => ({ fields: { PageSize: '50' } })))
})

test('no page is read that can only hold what is older than the attempt', async () => {
  const { sender, requests, yesterday } = await setUpYesterday(120)

  const found = await sender.findSent({
    ...search,
    // The newest twenty.
    since: yesterday + 101 * 60_000,
    isOwned: () => true,
  })

  expect(found).toEqual({ type: 'absent' })
  expect(requests).toHaveLength(2)
})

test('a page that cannot be read leaves it unclear whether it was sent', async () => {
  const { sender, twilio } = await setUp()
  for (let n = 0; n <= 50; n += 1) await sender.send(text)
  twilio.intercept = ({ fields }) => (fields['PageToken'] ? no(503, 20503) : 'pass')

  const found = await sender.findSent({ ...search, isOwned: () => true })

  expect(found).toEqual({ type: 'unclear', reason: expect.any(String) })
})

test('a search that is refused for the account holds the texts back', async () => {
  const { sender, twilio } = await setUp()
  twilio.intercept = () => no(401, 20003)

  expect(await sender.findSent(search)).toEqual({ type: 'on-hold', code: 20003 })
})

test.for<[string, Fault]>([
  ['an error of the server', no(500, 20500)],
  ['too many requests', no(429, 20429)],
  ['a page instead of a list', { status: 200, body: '<html>' }],
  ['a broken connection', 'drop'],
  ['no answer in time', 'hang'],
  ['a list that drips', 'drip'],
  ['a list that is cut short', 'truncate'],
])('%s: whether it was sent stays unclear', async ([, fault]) => {
  const { sender, twilio } = await setUp({ timeoutMs: 200 })
  twilio.intercept = () => fault

  const found = await sender.findSent(search)

  expect(found).toEqual({ type: 'unclear', reason: expect.any(String) })
})

test('a store that cannot tell who owns a text is not mistaken for Twilio', async () => {
  const { sender } = await setUp()
  await sender.send(text)
  const isOwned = () => Promise.reject(new StoreUnavailableError('locked'))

  const found = sender.findSent({ ...search, isOwned })

  await expect(found).rejects.toThrow(StoreUnavailableError)
})
