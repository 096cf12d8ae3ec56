import { expect, onTestFinished, test } from 'vitest'
import { startSimulatedModel } from '../../src/demo/simulated-model.ts'
import { startSimulatedRadarr } from '../../src/demo/simulated-radarr.ts'
import { startSimulatedTwilio } from '../../src/demo/simulated-twilio.ts'
import { createArrPing } from '../../src/health/arr-ping.ts'
import { createModelPing } from '../../src/health/model-ping.ts'
import type { Ping } from '../../src/health/ping.ts'
import { createTwilioPing } from '../../src/health/twilio-ping.ts'
import { createRadarr } from '../../src/media/radarr.ts'
import { createSonarr } from '../../src/media/sonarr.ts'
import { type LoopbackAnswer, refusingUrl, startLoopback } from '../helpers/loopback.ts'
import { ACCOUNT_SID, AUTH_TOKEN } from '../helpers/settings.ts'

const PAGE = '<!doctype html><title>Sign in</title>'

const pingAt = {
  radarr: (baseUrl: string) => createArrPing(createRadarr, { baseUrl, apiKey: 'key' }),
  model: (baseUrl: string) => createModelPing({ baseUrl, apiKey: 'key' }),
  twilio: (apiBaseUrl: string) =>
    createTwilioPing({ accountSid: ACCOUNT_SID, authTokens: [AUTH_TOKEN], apiBaseUrl }),
}
const SERVICES = ['radarr', 'model', 'twilio'] as const

const ask = (ping: Ping) => ping(new AbortController().signal)

test.for(
  SERVICES.flatMap((service) =>
    (
      [
        [{ status: 401, body: { message: 'no' } }, 'unauthorized'],
        [{ status: 403, body: PAGE }, 'unauthorized'],
        [{ status: 500, body: { message: 'oops' } }, 'unreachable'],
        [{ status: 502, body: PAGE }, 'unreachable'],
        [{ status: 200, body: PAGE }, 'malformed'],
        [{ status: 404, body: PAGE }, 'malformed'],
        [{ status: 302, location: '/login' }, 'malformed'],
        // Of a 429 Radarr's client knows no more than that it was not served.
        [
          { status: 429, body: { message: 'slow down' } },
          service === 'radarr' ? 'unreachable' : 'rejected',
        ],
      ] as Array<[LoopbackAnswer, string]>
    ).map(([answer, reason]) => ({ service, answer, reason })),
  ),
)('$service that answers $answer is $reason', async ({ service, answer, reason }) => {
  const { url } = await startLoopback(answer)

  expect(await ask(pingAt[service](url))).toBe(reason)
})

test.for(SERVICES)('%s that refuses the connection is unreachable', async (service) => {
  expect(await ask(pingAt[service](await refusingUrl()))).toBe('unreachable')
})

test.for(SERVICES)('%s that hangs is given up when nobody waits any more', async (service) => {
  const { url, requests } = await startLoopback('hang')
  const waiting = new AbortController()

  const result = pingAt[service](url)(waiting.signal)
  await expect.poll(() => requests).toHaveLength(1)
  waiting.abort()

  expect(await result).toBe('unreachable')
})

test('the simulated services are up, and asked nothing that costs', async () => {
  const [radarr, model, twilio] = await Promise.all([
    startSimulatedRadarr(),
    startSimulatedModel(),
    startSimulatedTwilio({ accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN }),
  ])
  onTestFinished(async () => {
    await Promise.all([radarr.close(), model.close(), twilio.close()])
  })

  expect(
    await ask(createArrPing(createRadarr, { baseUrl: radarr.url, apiKey: radarr.apiKey })),
  ).toBe('up')
  expect(await ask(createModelPing({ baseUrl: model.baseUrl }))).toBe('up')
  expect(await ask(pingAt.twilio(twilio.url))).toBe('up')

  expect(radarr.requests.map(({ path }) => path)).toEqual(['/api/v3/system/status'])
  expect(model.requests).toEqual([])
  expect(twilio.messages).toEqual([])
})

test('Radarr at the address of Sonarr is misconfigured', async () => {
  const { url } = await startLoopback({ status: 200, body: { version: '6.0', appName: 'Radarr' } })

  const ping = createArrPing(createSonarr, { baseUrl: url, apiKey: 'key' })

  expect(await ask(ping)).toBe('misconfigured')
})

test('a service that knows no such path makes no sense', async () => {
  const { url } = await startLoopback({ status: 404, body: { message: 'NotFound' } })

  expect(await ask(pingAt.radarr(url))).toBe('malformed')
})

test.for([{ error: 'Unexpected endpoint' }, null, ['gpt']])(
  'what answers %j for its models is no provider',
  async (body) => {
    const { url } = await startLoopback({ status: 200, body })

    expect(await ask(createModelPing({ baseUrl: `${url}/v1`, apiKey: 'key' }))).toBe('malformed')
  },
)

test('a provider without a list of models is up, and got the key', async () => {
  const { url, requests } = await startLoopback({ status: 404, body: { detail: 'Not Found' } })

  expect(await ask(createModelPing({ baseUrl: `${url}/v1`, apiKey: 'key' }))).toBe('up')
  expect(requests).toEqual([{ path: '/v1/models', authorization: 'Bearer key' }])
})

test.for([
  [{ sid: ACCOUNT_SID, status: 'suspended' }, 'inactive'],
  [{ sid: ACCOUNT_SID, status: 'closed' }, 'inactive'],
  [{ sid: `AC${'9'.repeat(32)}`, status: 'active' }, 'malformed'],
  [{}, 'malformed'],
] as const)('an account that is %j is %s', async ([body, result]) => {
  const { url } = await startLoopback({ status: 200, body })

  expect(await ask(pingAt.twilio(url))).toBe(result)
})
