import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import type { Config } from './config.ts'
import { createEngine, type EngineParts } from './engine.ts'
import { enginePlugin } from './plugins/engine.ts'
import { errorAnswers } from './plugins/error-answers.ts'
import { health } from './routes/health.ts'
import { twilioStatus } from './routes/twilio-status.ts'
import { twilioWebhook } from './routes/twilio.ts'

export interface AppParts extends EngineParts {
  config: Config
}

/** Everything but the socket and the signals: the table of contents of the service. */
export async function buildApp(parts: AppParts): Promise<FastifyInstance> {
  const { config, store, log } = parts
  const { accountSid, authTokens } = config.twilio
  const signed = { accountSid, authTokens, publicBaseUrls: config.publicBaseUrls }
  const engine = createEngine(parts)
  const loggerInstance: FastifyBaseLogger = log

  const app = Fastify({
    loggerInstance,
    // Its own lines would hold addresses and query strings; routes log what is worth knowing.
    logController: new LogController({ disableRequestLogging: true }),
  })
  app.addHook('onClose', async () => store.close())

  await app.register(errorAnswers)
  await app.register(enginePlugin, { engine })
  await app.register(twilioWebhook, { ...signed, accept: engine.accept })
  await app.register(twilioStatus, { ...signed, record: store.outbox.record })
  await app.register(health, { report: engine.health, isReady: engine.isReady })
  return app
}
