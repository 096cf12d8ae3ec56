import { randomInt } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { inspect } from 'node:util'
import closeWithGrace from 'close-with-grace'
import type { Logger } from 'pino'
import { adviceOn } from './advice.ts'
import { type AppParts, buildApp } from './app.ts'
import { type Breakers, createBreakers } from './breakers.ts'
import { type Config, loadConfig } from './config.ts'
import { takeLock } from './db/lock.ts'
import { createNightly } from './engine/nightly.ts'
import { isInContainer, loadDotenv } from './environment.ts'
import { AppError, DatabaseUnusableError, ListenError, messageOf } from './errors.ts'
import { createPings } from './health/create-pings.ts'
import { createProbes } from './health/probes.ts'
import { createLog } from './log.ts'
import { createRadarr } from './media/radarr.ts'
import { createSonarr } from './media/sonarr.ts'
import { meterFetch } from './metrics/meter-fetch.ts'
import { createMetrics, type Metrics } from './metrics/metrics.ts'
import { createModel } from './model/create-model.ts'
import { createTwilioInbound } from './sms/twilio-inbound.ts'
import { createTwilioSender } from './sms/twilio-sender.ts'
import { createStore, type Store, type StoreOptions } from './store/store.ts'
import { createBackgroundSync } from './sync/background.ts'
import { createRemote } from './sync/remote.ts'
import { version } from './version.ts'

// Running steps may take this long when the process is asked to leave; the rest comes after it.
const DRAIN_MS = 10_000
const CLOSE_MS = 15_000
const BACKFILL_EVERY_MS = 5 * 60_000

async function serve(): Promise<void> {
  loadDotenv()
  const config = loadConfig(process.env)
  const log = createLog(config.logLevel)
  const breakers = createBreakers({ log })
  const metrics = createMetrics({ breakers })
  const { lock, store } = openStore({
    path: config.databasePath,
    isSynced: config.sync !== undefined,
    onCommit: metrics.committed,
  })
  await store.users.seed(config.users)
  logStart(config, log)

  const { authTokens, ...rest } = config.twilio
  const account = { ...rest, authToken: authTokens[0] }
  const app = await buildApp({
    config,
    store,
    model: createModel(config.llm, log, breakers.model),
    ...createMedia(config, { breakers, metrics, log }),
    sender: createTwilioSender({
      ...account,
      statusCallbackBaseUrl: config.publicBaseUrls[0],
    }),
    twilioBreaker: breakers.twilio,
    inbound: createTwilioInbound(account),
    backfillEveryMs: BACKFILL_EVERY_MS,
    probes: createProbes({ pings: createPings(config), log }),
    nightly: createNightly({ ...config, store, log }),
    ...createSync(config, store, log),
    metrics,
    log,
    version,
    now: Date.now,
    pause: (ms, signal) => setTimeout(ms, undefined, { signal }),
    wait: (ms, signal) => setTimeout(ms, undefined, { signal }),
    randomInt,
    random: Math.random,
  })

  const leave = async () => {
    // Texts are still stored meanwhile, and answered after the next start.
    await Promise.race([app.engine.drain(), setTimeout(DRAIN_MS, undefined, { ref: false })])
    await app.close()
    lock.release()
  }
  closeWithGrace({ delay: CLOSE_MS, logger: log }, async ({ err, signal }) => {
    if (err) log.fatal({ err }, 'leaving after an error')
    else log.info({ signal }, 'Usherr leaves')
    await leave()
    log.info('Usherr has left')
  })
  const { host, port } = config
  await app.listen({ host, port }).catch(async (cause: unknown) => {
    await leave()
    throw new ListenError(`Cannot listen on ${host}:${port}. Is it in use? Set HOST and PORT.`, {
      cause,
    })
  })
}

function logStart(config: Config, log: Logger): void {
  if (config.users.length === 0) log.warn('ADMIN_PHONES and MEMBER_PHONES are empty')
  for (const sentence of adviceOn(config, { isInContainer: isInContainer() })) log.warn(sentence)
  log.info(
    {
      users: config.users.length,
      films: config.radarr ? 'Radarr' : 'not set up',
      shows: config.sonarr ? 'Sonarr' : 'not set up',
      model: config.llm?.model ?? 'plain commands',
      webhooks: config.publicBaseUrls.map((url) => `${url}/webhooks/twilio`),
    },
    'Usherr starts',
  )
}

/** What of Radarr and Sonarr is set up. */
function createMedia(
  { radarr, sonarr }: Pick<Config, 'radarr' | 'sonarr'>,
  { breakers, metrics, log }: { breakers: Breakers; metrics: Metrics; log: Logger },
): Pick<AppParts, 'radarr' | 'sonarr'> {
  const watched = (service: 'radarr' | 'sonarr') => ({
    log,
    breaker: breakers[service],
    fetch: meterFetch(service, metrics),
  })
  return {
    radarr: radarr && createRadarr({ ...radarr, ...watched('radarr') }),
    sonarr: sonarr && createSonarr({ ...sonarr, ...watched('sonarr') }),
  }
}

/** What copies the database to a server by itself, where it is to. */
function createSync({ sync }: Config, { sync: local }: Store, log: Logger): Pick<AppParts, 'sync'> {
  if (!sync?.isAutomatic) return {}
  return {
    sync: createBackgroundSync({
      local,
      remote: createRemote(sync),
      log,
      now: Date.now,
      pause: (ms, signal) => setTimeout(ms, undefined, { signal }),
      random: Math.random,
    }),
  }
}

/** The store, owned by this process alone. */
function openStore({ path, ...options }: StoreOptions) {
  try {
    const lock = takeLock(path)
    return { lock, store: createStore({ path, ...options }) }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const message = `DATABASE_PATH ${path} cannot be used: ${messageOf(cause)}`
    throw new DatabaseUnusableError(message, { cause })
  }
}

serve().catch((error: unknown) => {
  process.stderr.write(`${error instanceof AppError ? error.message : inspect(error)}\n`)
  process.exit(1)
})
