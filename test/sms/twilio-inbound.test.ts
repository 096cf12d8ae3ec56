import { expect, onTestFinished, test } from 'vitest'
import { startSimulatedTwilio } from '../../src/demo/simulated-twilio.ts'
import { createTwilioInbound, type TwilioInboundOptions } from '../../src/sms/twilio-inbound.ts'
import { listenOnLoopback } from '../helpers/loopback.ts'
import { ACCOUNT_SID, AUTH_TOKEN, KIM, USHERR } from '../helpers/settings.ts'

const NOON = Date.UTC(2026, 10, 20, 12)
const NOON_WRITTEN = 'Fri, 20 Nov 2026 12:00:00 +0000'
const account = { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN }
const sender = { phoneNumber: { channel: 'sms' as const, phone: USHERR } }
const { signal } = new AbortController()

/** Twilio with a text a second since noon; `paths` are the lists it was asked for. */
async function setUp(texts: number, options: Partial<TwilioInboundOptions> = {}) {
  let now = NOON
  const twilio = await startSimulatedTwilio({ ...account, now: () => now })
  onTestFinished(() => twilio.close())
  const paths: string[] = []
  twilio.intercept = ({ path }) => {
    paths.push(path)
    return 'pass'
  }
  const webhookUrl = 'http://127.0.0.1:1'
  for (let text = 0; text < texts; text++) {
    const delivery = { webhookUrl, publicUrl: webhookUrl, from: KIM, to: USHERR }
    await twilio.deliver({ ...delivery, body: `${text}` }).catch(() => {})
    now += 1_000
  }
  const inbound = createTwilioInbound({ ...account, sender, apiBaseUrl: twilio.url, ...options })
  return { inbound, twilio, paths }
}

test('what came is listed with the time at which Twilio got it, oldest first', async () => {
  const { inbound } = await setUp(2)

  const { texts, unreadable } = await inbound.list(NOON, signal)

  expect(texts).toMatchObject([
    { channel: 'sms', address: KIM, body: '0', mediaCount: 0, receivedAt: NOON },
    { channel: 'sms', address: KIM, body: '1', mediaCount: 0, receivedAt: NOON + 1_000 },
  ])
  expect(unreadable).toEqual([])
})

test('texts of one second keep the order of the list', async () => {
  const { inbound, twilio } = await setUp(3)
  for (const message of twilio.messages) Object.assign(message, { date_created: NOON_WRITTEN })

  const { texts } = await inbound.list(NOON, signal)

  expect(texts.map(({ body }) => body)).toEqual(['0', '1', '2'])
})

test('a number is asked for on both channels, by the day in GMT', async () => {
  const { inbound, paths } = await setUp(0)

  await inbound.list(Date.UTC(2026, 10, 19, 23, 59), signal)

  const queries = paths.map((path) => [...new URLSearchParams(path.split('?')[1])])
  expect(queries).toEqual(
    [USHERR, `whatsapp:${USHERR}`].map((to) => [
      ['To', to],
      ['DateSent>', '2026-11-19'],
      ['PageSize', '100'],
    ]),
  )
})

test('pages are read up to the one that reaches back far enough', async () => {
  const { inbound, paths } = await setUp(350)
  const since = NOON + 200_000

  const { texts } = await inbound.list(since, signal)

  expect(texts).toHaveLength(150)
  expect(texts[0]).toMatchObject({ body: '200', receivedAt: since })
  // Two pages of what came by SMS, one of what came over WhatsApp.
  expect(paths).toHaveLength(3)
})

test('what we sent to ourselves is no text of anybody', async () => {
  const { inbound, twilio } = await setUp(1)
  for (const message of twilio.messages) message.direction = 'outbound-api'

  expect(await inbound.list(NOON, signal)).toEqual({ texts: [], unreadable: [] })
})

test('a service with more numbers than fit on a page is asked for all of them', async () => {
  const asked: string[] = []
  const url = await listenOnLoopback((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://any')
    response.setHeader('content-type', 'application/json')
    if (pathname.endsWith('/Messages.json')) {
      asked.push(searchParams.get('To') ?? '')
      return response.end(JSON.stringify({ messages: [], next_page_uri: null }))
    }
    const isLast = searchParams.get('Page') === '1'
    const next = `https://messaging.twilio.com${pathname}?Page=1`
    return response.end(
      JSON.stringify({
        phone_numbers: [{ phone_number: isLast ? '+14155550109' : USHERR }],
        meta: { next_page_url: isLast ? null : next },
      }),
    )
  })
  const service = { messagingServiceSid: `MG${'0'.repeat(32)}` }
  const inbound = createTwilioInbound({ ...account, sender: service, apiBaseUrl: url })

  await inbound.list(NOON, signal)

  const phones = [USHERR, '+14155550109']
  expect(asked).toEqual(phones.flatMap((phone) => [phone, `whatsapp:${phone}`]))
})

test('an answer that drips is given up in time', async () => {
  const url = await listenOnLoopback((_request, response) => {
    const drip = setInterval(() => response.write(' '), 5)
    response.on('close', () => clearInterval(drip))
  })
  const inbound = createTwilioInbound({ ...account, sender, apiBaseUrl: url, timeoutMs: 50 })

  await expect(inbound.list(NOON, signal)).rejects.toMatchObject({ name: 'TimeoutError' })
})

test('a list is given up when nobody waits for it any more', async () => {
  const url = await listenOnLoopback(() => {})
  const leaving = new AbortController()
  const inbound = createTwilioInbound({ ...account, sender, apiBaseUrl: url })

  const listed = inbound.list(NOON, leaving.signal)
  leaving.abort()

  await expect(listed).rejects.toMatchObject({ name: 'AbortError' })
})

test('the token follows no redirect', async () => {
  const asked: string[] = []
  const elsewhere = await listenOnLoopback((request, response) => {
    asked.push(request.url ?? '')
    response.end('{"messages":[]}')
  })
  const url = await listenOnLoopback((_request, response) => {
    response.writeHead(302, { location: elsewhere }).end('{}')
  })
  const inbound = createTwilioInbound({ ...account, sender, apiBaseUrl: url })

  await expect(inbound.list(NOON, signal)).rejects.toMatchObject({ status: 302 })
  expect(asked).toEqual([])
})
