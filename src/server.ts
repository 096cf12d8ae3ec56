import { randomInt } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import closeWithGrace from 'close-with-grace'
import { pino } from 'pino'
import { z } from 'zod'
import { buildApp } from './app.ts'
import { loadConfig } from './config.ts'
import { takeLock } from './db/lock.ts'
import { AppError } from './errors.ts'
import { createRadarr } from './media/radarr.ts'
import { createModel } from './model/create-model.ts'
import { createTwilioSender } from './sms/twilio-sender.ts'
import { createStore } from './store/store.ts'

// Running steps may take this long when the process is asked to leave; the rest comes after it.
const DRAIN_MS = 10_000
const CLOSE_MS = 15_000

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')))

async function serve(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const config = loadConfig(process.env)
  const log = pino({ level: config.logLevel })
  const lock = takeLock(config.databasePath)
  const store = createStore({ path: config.databasePath })
  await store.users.seed([
    ...config.admins.map((admin) => ({ ...admin, role: 'admin' as const })),
    ...config.members.map((member) => ({ ...member, role: 'member' as const })),
  ])

  const { authTokens, ...account } = config.twilio
  const app = await buildApp({
    config,
    store,
    model: createModel(config.llm, log),
    radarr: config.radarr && createRadarr({ ...config.radarr, log }),
    sender: createTwilioSender({
      ...account,
      authToken: authTokens[0],
      statusCallbackBaseUrl: config.publicBaseUrls[0],
    }),
    log,
    version,
    now: Date.now,
    pause: (ms, signal) => setTimeout(ms, undefined, { signal }),
    randomInt,
  })

  closeWithGrace({ delay: CLOSE_MS, logger: log }, async ({ err }) => {
    if (err) log.fatal({ err }, 'leaving after an error')
    // Texts are still stored meanwhile, and answered after the next start.
    await Promise.race([app.engine.drain(), setTimeout(DRAIN_MS)])
    await app.close()
    lock.release()
  })
  await app.listen({ host: config.host, port: config.port })
}

serve().catch((error: unknown) => {
  const reason = error instanceof AppError ? error.message : error
  process.stderr.write(`${reason instanceof Error ? reason.stack : String(reason)}\n`)
  process.exitCode = 1
})
