import { setTimeout } from 'node:timers/promises'
import { inspect } from 'node:util'
import closeWithGrace from 'close-with-grace'
import type { Logger } from 'pino'
import { adviceOn, adviceOnAdmins } from './advice.ts'
import { buildApp } from './app.ts'
import { createBreakers } from './breakers.ts'
import { type Config, loadConfig } from './config.ts'
import { createNightly } from './engine/nightly.ts'
import { isInContainer, loadDotenv } from './environment.ts'
import { AppError, ListenError } from './errors.ts'
import { createLog } from './log.ts'
import { meterFetch } from './metrics/meter-fetch.ts'
import { createMetrics } from './metrics/metrics.ts'
import { createAnsweringParts, createSyncPart, createTwilioParts } from './parts.ts'
import { openOwnStore } from './store/owned.ts'

// Running steps may take this long when the process is asked to leave; the rest comes after it.
const DRAIN_MS = 10_000
const CLOSE_MS = 15_000

async function serve(): Promise<void> {
  loadDotenv()
  const config = loadConfig(process.env)
  const log = createLog(config.logLevel)
  const breakers = createBreakers({ log })
  const metrics = createMetrics({ breakers })
  const { lock, store } = openOwnStore({
    path: config.databasePath,
    isSynced: config.sync !== undefined,
    timeZone: config.timeZone,
    onCommit: metrics.committed,
  })
  await store.users.seed(config.users)
  logStart(config, log)
  const sentence = adviceOnAdmins(config.users, await store.users.list())
  if (sentence) log.warn(sentence)

  const fetchOf = (service: 'radarr' | 'sonarr') => meterFetch(service, metrics)
  const app = await buildApp({
    ...createAnsweringParts({ config, store, log, breakers, fetchOf }),
    ...createTwilioParts({ config, breakers }),
    nightly: createNightly({ ...config, store, log }),
    ...createSyncPart({ config, store, log }),
    metrics,
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
  for (const sentence of adviceOn(config, { isInContainer: isInContainer(process.env) }))
    log.warn(sentence)
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

serve().catch((error: unknown) => {
  process.stderr.write(`${error instanceof AppError ? error.message : inspect(error)}\n`)
  process.exit(1)
})
