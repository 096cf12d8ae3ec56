import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import type { Config } from './config.ts'
import { createEngine } from './engine/engine.ts'
import type { EngineParts } from './engine/parts.ts'
import { meterModel } from './metrics/meter-model.ts'
import { meterSender } from './metrics/meter-sender.ts'
import { meterStore } from './metrics/meter-store.ts'
import type { Metrics } from './metrics/metrics.ts'
import { enginePlugin } from './plugins/engine.ts'
import { errorAnswers } from './plugins/error-answers.ts'
import { requestLimits } from './plugins/request-limits.ts'
import { securityHeaders } from './plugins/security-headers.ts'
import { health } from './routes/health.ts'
import { metricsRoute } from './routes/metrics.ts'
import { twilioStatus } from './routes/twilio-status.ts'
import { twilioWebhook } from './routes/twilio.ts'
import { tools } from './tools/index.ts'

export interface AppParts extends Omit<EngineParts, 'onTurnEnd'> {
  config: Config
  metrics: Metrics
  /** How long a request may take to come in; what is not whole by then is cut off. */
  requestTimeoutMs?: number
}

const REQUEST_TIMEOUT_MS = 15_000
// Only Twilio sends bodies, and its routes have a limit of their own.
const BODY_LIMIT_BYTES = 1024
const MAX_HEADER_BYTES = 8 * 1024

/** Everything but the socket and the signals: the table of contents of the service. */
export async function buildApp(unmetered: AppParts): Promise<FastifyInstance> {
  const parts = metered(unmetered)
  const { config, store, metrics, log, now, requestTimeoutMs = REQUEST_TIMEOUT_MS } = parts
  const { accountSid, authTokens } = config.twilio
  const signed = { accountSid, authTokens, publicBaseUrls: config.publicBaseUrls }
  const engine = createEngine(parts)
  const loggerInstance: FastifyBaseLogger = log

  const app = Fastify({
    loggerInstance,
    requestTimeout: requestTimeoutMs,
    bodyLimit: BODY_LIMIT_BYTES,
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: requestTimeoutMs / 5,
    },
    // Its own lines would hold addresses and query strings; routes log what is worth knowing.
    logController: new LogController({ disableRequestLogging: true }),
  })
  app.addHook('onClose', async () => store.close())

  await app.register(securityHeaders)
  await app.register(requestLimits)
  await app.register(errorAnswers)
  await app.register(enginePlugin, { engine })
  await app.register(twilioWebhook, { ...signed, accept: engine.accept })
  await app.register(twilioStatus, { ...signed, record: engine.report })
  await app.register(health, { report: engine.health, isReady: engine.isReady })
  await app.register(metricsRoute, {
    contentType: metrics.contentType,
    // What a database that cannot be read would say is left out.
    expose: async () => metrics.expose(await store.backlog().catch(() => undefined), now()),
  })
  return app
}

/** The same parts, with what they do counted. */
function metered(parts: AppParts): AppParts & EngineParts {
  const { metrics, now } = parts
  return {
    ...parts,
    store: meterStore({ store: parts.store, metrics, tools, now }),
    model: meterModel(parts.model, metrics),
    sender: meterSender(parts.sender, metrics),
    onTurnEnd: metrics.turnEnded,
  }
}
