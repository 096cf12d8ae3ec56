import { expect, test } from 'vitest'
import { KIM, SAM, startHousehold } from '../helpers/household.ts'
import { type LoopbackAnswer, refusingUrl, startLoopback } from '../helpers/loopback.ts'
import { ACCOUNT_SID, AUTH_TOKEN } from '../helpers/settings.ts'
import { until } from '../helpers/until.ts'

const off = { state: 'off', lastSuccess: null, delayMs: null }
const unknown = { ...off, state: 'unknown' }
const success = { lastSuccess: '2026-11-20T12:00:00.000Z', delayMs: 0 }
const up = { state: 'up', ...success }
const down = (reason: string) => ({ ...off, state: 'down', reason, since: success.lastSuccess })
const OFTEN = { probeEveryMs: 5 }

test('health tells version, uptime, the database, the queues and what is not set up', async () => {
  const { get } = await startHousehold({
    ...OFTEN,
    env: { RADARR_URL: '', RADARR_API_KEY: '', SONARR_URL: '', SONARR_API_KEY: '' },
  })

  await until(async () =>
    expect(await get('/health')).toEqual({
      status: 200,
      body: {
        version: '0.0.0',
        uptimeSeconds: expect.any(Number),
        database: {
          writable: true,
          sizeBytes: expect.any(Number),
          lastBackup: { at: null, failed: false },
        },
        queues: {
          inbox: { waiting: 0, oldestAgeSeconds: null },
          outbox: { pending: 0, oldestAgeSeconds: null, onHold: null },
          parked: 0,
        },
        services: { model: off, sonarr: off, radarr: off, twilio: up },
        sync: { state: 'off', lag: null, lastSuccessAt: null },
      },
    }),
  )
})

test('health tells which services are up, when they last were and how long they took', async () => {
  const { get } = await startHousehold(OFTEN)

  await until(async () =>
    expect(await get('/health')).toMatchObject({
      body: { services: { model: off, sonarr: up, radarr: up, twilio: up } },
    }),
  )
})

test.for<[LoopbackAnswer | 'refuse', string]>([
  [{ status: 401 }, 'unauthorized'],
  [{ status: 500 }, 'unreachable'],
  [{ status: 200, body: '<title>Sign in</title>' }, 'malformed'],
  ['refuse', 'unreachable'],
])('a service that answers %j is down: %s', async ([answer, reason]) => {
  const url = answer === 'refuse' ? await refusingUrl() : (await startLoopback(answer)).url
  const { get } = await startHousehold({
    ...OFTEN,
    env: { SONARR_URL: url, SONARR_API_KEY: 'key', LLM_BASE_URL: url, LLM_MODEL: 'any' },
  })

  await until(async () =>
    expect(await get('/health')).toMatchObject({
      status: 200,
      body: { services: { model: down(reason), sonarr: down(reason), radarr: up, twilio: up } },
    }),
  )
})

test('a service becomes ready while everything around it hangs, and gives up asking when it leaves', async () => {
  const { url, requests, abandoned } = await startLoopback('hang')
  const household = await startHousehold({
    ...OFTEN,
    env: {
      TWILIO_API_BASE_URL: url,
      RADARR_URL: url,
      SONARR_URL: url,
      SONARR_API_KEY: 'key',
      LLM_BASE_URL: url,
      LLM_MODEL: 'any',
    },
  })
  await until(() => expect(requests).toHaveLength(4))

  expect(await household.get('/ready')).toEqual({ status: 200, body: { ready: true } })
  expect(await household.get('/health')).toMatchObject({
    status: 200,
    body: { services: { model: unknown, sonarr: unknown, radarr: unknown, twilio: unknown } },
  })

  await household.drain()
  await until(() => expect(abandoned).toHaveLength(4))
  // Had it been given up for its time, it would be down.
  expect(await household.get('/health')).toMatchObject({
    body: { services: { model: unknown, sonarr: unknown, radarr: unknown, twilio: unknown } },
  })
})

test('health counts what waits, since when, and what was given up', async () => {
  const household = await startHousehold()
  household.twilio.intercept = () => ({ status: 429, body: { code: 20429 } })
  await household.text(KIM, 'is heat in?')
  await household.drain()
  household.advance(30_000)
  await household.deliver(SAM, 'hello')
  household.sql("update inbox set state = 'parked' where address = ?", KIM)
  household.advance(15_500)

  expect(await household.get('/health')).toMatchObject({
    body: {
      queues: {
        inbox: { waiting: 1, oldestAgeSeconds: 15 },
        outbox: { pending: 1, oldestAgeSeconds: 45 },
        parked: 1,
      },
    },
  })
})

test('health gives away no phone, text, address or key', async () => {
  const { url } = await startLoopback({ status: 401, body: { message: 'wrong key' } })
  const household = await startHousehold({
    ...OFTEN,
    env: { LLM_BASE_URL: url, LLM_MODEL: 'secret-model', LLM_API_KEY: 'secret-key' },
  })
  household.twilio.intercept = ({ method }) =>
    method === 'POST' ? { status: 429, body: { code: 20429 } } : 'pass'
  await household.text(SAM, 'is heat in?')
  await until(async () =>
    expect(await household.get('/health')).toMatchObject({
      body: { services: { model: { state: 'down' }, radarr: { state: 'up' } } },
    }),
  )

  const said = JSON.stringify(await household.get('/health'))

  const { apiKey } = household.radarr
  for (const secret of [
    SAM,
    'Sam',
    'heat',
    '127.0.0.1',
    'secret',
    apiKey,
    ACCOUNT_SID,
    AUTH_TOKEN,
  ]) {
    expect(said).not.toContain(secret)
  }
})

test('a service that takes texts is ready', async () => {
  const { get } = await startHousehold()

  expect(await get('/ready')).toEqual({ status: 200, body: { ready: true } })
})

test('a service that is leaving is not ready, and stores texts and tells its health all the same', async () => {
  const household = await startHousehold(OFTEN)
  await household.drain()

  expect(await household.get('/ready')).toEqual({ status: 503, body: { ready: false } })
  expect(await household.header('/ready', 'connection')).toBe('close')
  expect(await household.deliver(SAM, 'is heat in?')).toMatchObject({ status: 200 })
  expect(household.sql('select state from inbox')).toEqual([{ state: 'waiting' }])
  expect(await household.get('/health')).toMatchObject({
    status: 200,
    body: { queues: { inbox: { waiting: 1 } } },
  })
})

test('a service that cannot write is not ready, says so and acknowledges nothing', async () => {
  const household = await startHousehold()
  const unlock = household.lockDatabase()

  const [ready, webhook, health] = await Promise.all([
    household.get('/ready'),
    household.deliver(SAM, 'is heat in?'),
    household.get('/health'),
  ])
  unlock()

  expect(ready).toMatchObject({ status: 503 })
  expect(webhook).toMatchObject({ status: 503 })
  expect(health).toMatchObject({
    status: 200,
    body: { database: { writable: false }, queues: { inbox: { waiting: 0 } } },
  })
})

test('health is told with a database that cannot be read', async () => {
  const household = await startHousehold()
  household.sql('drop view conversation_rounds')
  household.sql('drop table inbox')

  expect(await household.get('/health')).toMatchObject({
    status: 200,
    body: { database: { writable: true, sizeBytes: null }, queues: null },
  })
})
