import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createBreaker } from '../../src/breaker.ts'
import { loadAnsweringConfig } from '../../src/config.ts'
import { createEngine } from '../../src/engine/engine.ts'
import { createProbes } from '../../src/health/probes.ts'
import { createKeywordModel } from '../../src/model/keyword.ts'
import { createTwilioSender } from '../../src/sms/twilio-sender.ts'
import { ACCOUNT_SID, AUTH_TOKEN, PUBLIC_URL, USHERR } from '../helpers/settings.ts'
import { openStore } from '../helpers/store.ts'

test('an engine is ready from its start until it leaves', async () => {
  const log = pino({ level: 'silent' })
  const engine = createEngine({
    config: loadAnsweringConfig({ TZ: 'UTC' }),
    store: openStore(),
    model: createKeywordModel(),
    radarr: undefined,
    sonarr: undefined,
    sender: createTwilioSender({
      accountSid: ACCOUNT_SID,
      authToken: AUTH_TOKEN,
      sender: { phoneNumber: { channel: 'sms', phone: USHERR } },
      statusCallbackBaseUrl: PUBLIC_URL,
    }),
    twilioBreaker: createBreaker(),
    inbound: { list: async () => ({ texts: [], unreadable: [] }) },
    backfillEveryMs: 60_000,
    probes: createProbes({ pings: {}, log }),
    version: '0.0.0',
    log,
    now: Date.now,
    pause: async () => {},
    wait: async () => {},
    randomInt: () => 0,
    random: () => 0,
  })
  const readiness = [await engine.isReady()]

  await engine.start()
  readiness.push(await engine.isReady())
  await engine.drain()
  readiness.push(await engine.isReady())

  expect(readiness).toEqual([false, true, false])
})
