import { expect, onTestFinished, test } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { startSimulatedModel } from '../../src/demo/simulated-model.ts'
import { startSimulatedRadarr } from '../../src/demo/simulated-radarr.ts'
import { startSimulatedSonarr } from '../../src/demo/simulated-sonarr.ts'
import { startSimulatedTwilio } from '../../src/demo/simulated-twilio.ts'
import { createPings } from '../../src/health/create-pings.ts'
import { createProbes } from '../../src/health/probes.ts'
import { createLog } from '../../src/log.ts'
import { createRadarr } from '../../src/media/radarr.ts'
import { createSonarr } from '../../src/media/sonarr.ts'
import { listModels } from '../../src/model/list-models.ts'
import { createLLMClient } from '../../src/model/llm-client.ts'
import { createOpenAIModel } from '../../src/model/openai.ts'
import { createTwilioAccount } from '../../src/sms/twilio-account.ts'
import { ACCOUNT_SID, AUTH_TOKEN, settingsOf } from '../helpers/settings.ts'

const timeoutMs = 200

/** All four, answering a byte at a time and without end. */
async function startDripping() {
  const [radarr, sonarr, model, twilio] = await Promise.all([
    startSimulatedRadarr(),
    startSimulatedSonarr(),
    startSimulatedModel(),
    startSimulatedTwilio({ accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN }),
  ])
  const services = [radarr, sonarr, model, twilio]
  for (const service of services) service.intercept = () => 'drip' as const
  onTestFinished(async () => void (await Promise.all(services.map((one) => one.close()))))
  return { radarr, sonarr, model, twilio }
}

type Dripping = Awaited<ReturnType<typeof startDripping>>

const ask = {
  Radarr: ({ radarr: { url, apiKey } }: Dripping) =>
    createRadarr({ baseUrl: url, apiKey, timeoutMs }).lookup('heat'),
  Sonarr: ({ sonarr: { url, apiKey } }: Dripping) =>
    createSonarr({ baseUrl: url, apiKey, timeoutMs }).remove(1, { deleteFiles: true }),
  'the model': ({ model: { baseUrl } }: Dripping) =>
    createOpenAIModel({ client: createLLMClient({ baseUrl, timeoutMs }), model: 'any' })({
      messages: [{ role: 'user', content: 'is heat in' }],
      tools: [],
      text: 'is heat in',
      list: { items: [], isNumbered: false },
      name: null,
      signal: new AbortController().signal,
    }),
  Twilio: ({ twilio }: Dripping) =>
    createTwilioAccount({
      accountSid: ACCOUNT_SID,
      authToken: AUTH_TOKEN,
      apiBaseUrl: twilio.url,
      timeoutMs,
    }).state(),
}

test.for(Object.entries(ask))('%s that drips is given up in time', async ([, call]) => {
  const services = await startDripping()

  await expect(call(services)).rejects.toThrow(/in time|canceled/)
})

test('a list of models that drips is none', async () => {
  const { model } = await startDripping()

  expect(await listModels(createLLMClient({ baseUrl: model.baseUrl, timeoutMs }))).toBeUndefined()
})

test('what drips is down', async () => {
  const { radarr, sonarr, model, twilio } = await startDripping()
  const probes = createProbes({
    pings: createPings(
      loadConfig({
        ...settingsOf({ twilio, radarr, sonarr }),
        LLM_BASE_URL: model.baseUrl,
        LLM_MODEL: 'any',
      }),
    ),
    log: createLog('silent'),
    timeoutMs,
  })

  probes.start()
  onTestFinished(() => probes.stop())

  const down = { state: 'down', reason: 'unreachable' }
  await expect
    .poll(() => probes.services())
    .toMatchObject({ radarr: down, sonarr: down, model: down, twilio: down })
})
