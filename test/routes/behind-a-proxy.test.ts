import { request as forward } from 'node:http'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { expect, test } from 'vitest'
import { type Household, SAM, startHousehold } from '../helpers/household.ts'
import { listenOnLoopback } from '../helpers/loopback.ts'
import { ACCOUNT_SID, AUTH_TOKEN, USHERR } from '../helpers/settings.ts'

const PUBLIC = 'https://films.example'
const BEHIND = {
  'x-forwarded-proto': 'http',
  'x-forwarded-host': 'inside:3000',
  'x-forwarded-for': '203.0.113.9',
}

/** Forwards to the service under a Host of its own, without `prefix`, as proxies and tunnels do. */
async function startProxy(household: Household, prefix: string): Promise<string> {
  const { hostname, port } = new URL(household.url)
  return listenOnLoopback((incoming, answer) => {
    const path = (incoming.url ?? '').slice(prefix.length)
    const headers = { ...BEHIND, ...incoming.headers, host: 'inside:3000' }
    const outgoing = forward(
      { hostname, port, path, method: incoming.method, headers },
      (reply) => {
        answer.writeHead(reply.statusCode ?? 502, reply.headers)
        reply.pipe(answer)
      },
    )
    incoming.pipe(outgoing)
  })
}

async function setUp(prefix = '') {
  const lines: string[] = []
  const household = await startHousehold({
    env: { PUBLIC_BASE_URL: PUBLIC + prefix },
    onLog: (line) => lines.push(line),
  })
  const proxy = await startProxy(household, prefix)
  const post = async (
    path: string,
    fields: Record<string, string>,
    {
      signedFor = PUBLIC + prefix + path,
      headers = {},
    }: { signedFor?: string; headers?: Record<string, string> } = {},
  ): Promise<number> => {
    const signature = getExpectedTwilioSignature(AUTH_TOKEN, signedFor, fields)
    const response = await fetch(proxy + prefix + path, {
      method: 'POST',
      headers: { 'X-Twilio-Signature': signature, ...headers },
      body: new URLSearchParams(fields),
    })
    await response.text()
    return response.status
  }
  return { household, post, lines }
}

const text = {
  AccountSid: ACCOUNT_SID,
  MessageSid: `SM${'1'.repeat(32)}`,
  From: SAM,
  To: USHERR,
  Body: 'is heat in?',
  NumMedia: '0',
}

test.for(['', '/usherr', '/a/b'])(
  'behind a proxy with the path prefix "%s" a text is taken and answered',
  async (prefix) => {
    const { household, post } = await setUp(prefix)

    expect(await post('/webhooks/twilio', text)).toBe(200)

    await household.told(SAM, 'Heat (1995) is here.')
  },
)

test.for(['', '/usherr'])(
  'behind a proxy with the path prefix "%s" a report keeps its query string',
  async (prefix) => {
    const { household, post } = await setUp(prefix)
    await post('/webhooks/twilio', text)
    await household.told(SAM, 'Heat (1995) is here.')
    await household.recorded("select 1 from outbox where state = 'sent'")
    const [row] = household.sql('select id, provider_sid from outbox')
    const { id, provider_sid: MessageSid } = Object(row)

    const report = { AccountSid: ACCOUNT_SID, MessageSid, MessageStatus: 'delivered' }
    expect(await post(`/webhooks/twilio/status?outbox=${id}`, report)).toBe(204)

    expect(household.sql('select state from outbox')).toEqual([{ state: 'delivered' }])
  },
)

test.for<[what: string, headers: Record<string, string>]>([
  ['X-Forwarded-Host', { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'https' }],
  ['Forwarded', { Forwarded: 'host=evil.example;proto=https' }],
  ['X-Forwarded-Prefix', { 'X-Forwarded-Prefix': '/evil', 'X-Forwarded-Host': 'evil.example' }],
])(
  'an attacker’s %s neither helps a forged text nor hinders a genuine one',
  async ([, headers]) => {
    const { post } = await setUp()
    const path = '/webhooks/twilio'

    for (const forged of [
      'https://evil.example',
      'https://evil.example/evil',
      'http://inside:3000',
    ])
      expect(await post(path, text, { signedFor: forged + path, headers })).toBe(403)

    expect(await post(path, text, { headers })).toBe(200)
  },
)

test('a refused signature tells which address was expected, and no phone and no word', async () => {
  const { post, lines } = await setUp('/usherr')

  await post('/webhooks/twilio', text, { signedFor: `${PUBLIC}/webhooks/twilio` })

  expect(lines.join('')).toContain(`${PUBLIC}/usherr/webhooks/twilio`)
  expect(lines.join('')).not.toMatch(/415555|heat/i)
})
