import { randomInt } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Breakers } from './breakers.ts'
import type { AnsweringConfig, Config } from './config.ts'
import type { AnsweringParts, EngineParts } from './engine/parts.ts'
import { createPings } from './health/create-pings.ts'
import { createProbes } from './health/probes.ts'
import { createRadarr } from './media/radarr.ts'
import { createSonarr } from './media/sonarr.ts'
import { createModel } from './model/create-model.ts'
import { createTwilioInbound } from './sms/twilio-inbound.ts'
import { createTwilioSender } from './sms/twilio-sender.ts'
import type { Store } from './store/store.ts'
import { createBackgroundSync } from './sync/background.ts'
import { createRemote } from './sync/remote.ts'
import { version } from './version.ts'

export interface AnsweringPartsOptions<C extends AnsweringConfig> {
  config: C
  store: Store
  log: Logger
  breakers: Breakers
  now?: () => number
  /** What each service is called with; Node's own when left out. */
  fetchOf?: (service: 'radarr' | 'sonarr') => typeof fetch
  /** How long Radarr and Sonarr are waited for. */
  arrTimeoutMs?: number | undefined
}

export interface TwilioPartsOptions {
  config: Pick<Config, 'twilio' | 'publicBaseUrls'>
  breakers: Pick<Breakers, 'twilio'>
  now?: () => number
  /** How long Twilio is waited for. */
  timeoutMs?: number | undefined
}

const BACKFILL_EVERY_MS = 5 * 60_000

/** Everything that answers a text, as it is set up: a service and a terminal are made of the same. */
export function createAnsweringParts<C extends AnsweringConfig>(
  options: AnsweringPartsOptions<C>,
): AnsweringParts & { config: C } {
  const { config, store, log, breakers, now = Date.now, fetchOf, arrTimeoutMs } = options
  const watched = (service: 'radarr' | 'sonarr') => ({
    log,
    now,
    breaker: breakers[service],
    ...(fetchOf && { fetch: fetchOf(service) }),
    ...(arrTimeoutMs !== undefined && { timeoutMs: arrTimeoutMs }),
  })
  return {
    config,
    store,
    model: createModel(config.llm, log, breakers.model),
    radarr: config.radarr && createRadarr({ ...config.radarr, ...watched('radarr') }),
    sonarr: config.sonarr && createSonarr({ ...config.sonarr, ...watched('sonarr') }),
    probes: createProbes({ pings: createPings(config), log, now }),
    version,
    log,
    now,
    wait: (ms, signal) => setTimeout(ms, undefined, { signal }),
    randomInt,
  }
}

/** What brings texts here from Twilio, and away. */
export function createTwilioParts({
  config: { twilio, publicBaseUrls },
  breakers,
  now = Date.now,
  timeoutMs,
}: TwilioPartsOptions): Omit<EngineParts, keyof AnsweringParts> {
  const { authTokens, ...rest } = twilio
  const account = { ...rest, authToken: authTokens[0] }
  return {
    sender: createTwilioSender({
      ...account,
      statusCallbackBaseUrl: publicBaseUrls[0],
      now,
      ...(timeoutMs !== undefined && { timeoutMs }),
    }),
    twilioBreaker: breakers.twilio,
    inbound: createTwilioInbound(account),
    backfillEveryMs: BACKFILL_EVERY_MS,
    pause: (ms, signal) => setTimeout(ms, undefined, { signal }),
    random: Math.random,
  }
}

/** What copies the database to a server by itself, where it is to. */
export function createSyncPart({
  config: { sync },
  store,
  log,
  now = Date.now,
  pause = (ms, signal) => setTimeout(ms, undefined, { signal }),
}: {
  config: Pick<Config, 'sync'>
  store: Store
  log: Logger
  now?: () => number
  pause?: (ms: number, signal: AbortSignal) => Promise<void>
}): Pick<EngineParts, 'sync'> {
  if (!sync?.isAutomatic) return {}
  const remote = createRemote(sync)
  return {
    sync: createBackgroundSync({ local: store.sync, remote, log, now, pause, random: Math.random }),
  }
}
