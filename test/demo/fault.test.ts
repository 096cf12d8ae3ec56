import Fastify from 'fastify'
import { assert, expect, onTestFinished, test } from 'vitest'
import { addFaults, type Outcome } from '../../src/demo/fault.ts'
import { startSimulatedModel } from '../../src/demo/simulated-model.ts'
import { startSimulatedRadarr } from '../../src/demo/simulated-radarr.ts'
import { startSimulatedSonarr } from '../../src/demo/simulated-sonarr.ts'
import { startSimulatedTwilio } from '../../src/demo/simulated-twilio.ts'
import { ACCOUNT_SID, AUTH_TOKEN } from '../helpers/settings.ts'

const ADDED = { title: 'Heat' }
const BODY = JSON.stringify(ADDED)

/** A service that adds a film, and how often it did. */
async function setUp(outcome: Outcome) {
  const app = Fastify({ forceCloseConnections: true })
  onTestFinished(() => app.close())
  const service = { outcome, asked: 0, acts: 0 }
  addFaults(app, {
    intercept: () => {
      service.asked += 1
      return service.outcome
    },
    wrongKey: { status: 401, body: { error: 'no' } },
  })
  app.post('/film', async (_request, reply) => {
    service.acts += 1
    return reply.code(201).send(ADDED)
  })
  app.delete('/film', async (_request, reply) => {
    service.acts += 1
    return reply.send()
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const call = (method: string) => fetch(`${url}/film`, { method })
  return { service, call }
}

/** What a caller sees: an answer, or the code of the error that is thrown in its place. */
async function seen(call: Promise<Response>): Promise<string> {
  try {
    const response = await call
    return `${response.status} ${await response.text()}`
  } catch (error) {
    assert(error instanceof TypeError && error.cause instanceof Error && 'code' in error.cause)
    return `${error.message}: ${String(error.cause.code)}`
  }
}

const LIMIT = { status: 429, headers: { 'retry-after': '7' }, body: { code: 20429 } }

test.for<[Outcome, answer: string, acts: number]>([
  ['pass', `201 ${BODY}`, 1],
  ['drop', 'fetch failed: ECONNRESET', 0],
  ['act-then-drop', 'fetch failed: UND_ERR_SOCKET', 1],
  ['truncate', 'terminated: UND_ERR_SOCKET', 1],
  ['garble', '201 {"title"', 1],
  ['wrong-key', '401 {"error":"no"}', 0],
  [{ delayMs: 1 }, `201 ${BODY}`, 1],
  [LIMIT, '429 {"code":20429}', 0],
  [{ status: 502, body: '<html>' }, '502 <html>', 0],
  [{ status: 500, body: { message: 'no' }, afterActing: true }, '500 {"message":"no"}', 1],
  [{ status: 503, afterActing: true }, '503 ', 1],
])('under %j a caller sees %s, and %i time(s) it is done', async ([outcome, answer, acts]) => {
  const { service, call } = await setUp(outcome)

  expect(await seen(call('POST'))).toBe(answer)
  expect(service.acts).toBe(acts)
})

test.for<[Outcome, answer: string]>([
  ['garble', '200 {'],
  ['truncate', 'terminated: UND_ERR_SOCKET'],
])('under %j an answer without a body is as bad as any', async ([outcome, answer]) => {
  const { call } = await setUp(outcome)

  expect(await seen(call('DELETE'))).toBe(answer)
})

test('a fault can say how long to wait', async () => {
  const { call } = await setUp(LIMIT)

  expect((await call('POST')).headers.get('retry-after')).toBe('7')
})

test('an answer that drips has begun, and is not over after all of its words', async () => {
  const { service, call } = await setUp('drip')

  const { status, body } = await call('POST')
  assert(body)
  let text = ''
  for await (const bytes of body) {
    text += Buffer.from(bytes).toString()
    if (text.length > BODY.length + 3) break
  }

  expect([status, text.trim(), service.acts]).toEqual([201, BODY, 1])
})

test('what hangs is not answered when the fault is gone either', async () => {
  const { service, call } = await setUp('hang')
  let state = 'open'

  void call('POST').then(
    () => (state = 'answered'),
    () => (state = 'closed'),
  )
  await expect.poll(() => service.asked).toBe(1)
  service.outcome = 'pass'
  await call('POST')

  expect([state, service.acts]).toEqual(['open', 1])
})

const account = { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN }
const basic = (token: string) => ({
  authorization: `Basic ${Buffer.from(`${ACCOUNT_SID}:${token}`).toString('base64')}`,
})

test.for([
  ['Radarr', startSimulatedRadarr, '/api/v3/movie', 'simulated-radarr-key'],
  ['Sonarr', startSimulatedSonarr, '/api/v3/series', 'simulated-sonarr-key'],
] as const)(
  'a wrong key is the same to %s by a fault and in truth',
  async ([, start, path, key]) => {
    const simulated = await start()
    onTestFinished(() => simulated.close())
    const ask = (apiKey: string) =>
      seen(fetch(simulated.url + path, { headers: { 'X-Api-Key': apiKey } }))

    const truly = await ask('another')
    simulated.intercept = () => 'wrong-key'

    expect([truly, await ask(key)]).toEqual(['401 ', '401 '])
  },
)

test('a wrong key is the same to Twilio by a fault and in truth', async () => {
  const simulated = await startSimulatedTwilio(account)
  onTestFinished(() => simulated.close())
  const url = `${simulated.url}/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`
  const ask = (token: string) => seen(fetch(url, { headers: basic(token) }))

  const truly = await ask('another')
  simulated.intercept = () => 'wrong-key'

  expect(await ask(AUTH_TOKEN)).toBe(truly)
  expect(truly).toMatch(/^401 .*"code":20003/)
})

test('a wrong key is told by the model in an object', async () => {
  const simulated = await startSimulatedModel()
  onTestFinished(() => simulated.close())
  simulated.intercept = () => 'wrong-key'

  expect(await seen(fetch(`${simulated.baseUrl}/models`))).toMatch(
    /^401 \{"error":\{.*"code":"invalid_api_key"\}\}$/,
  )
})
