import type { FastifyPluginAsync } from 'fastify'
import type { HealthReport } from '../health/report.ts'

export interface HealthOptions {
  report: HealthReport
  /** Whether texts can be stored and turns are taken up. */
  isReady: () => Promise<boolean>
}

/**
 * `GET /health`: how everything is, always with a 200. `GET /ready`: it can take texts and answer
 * them, whatever the other services do.
 */
export const health: FastifyPluginAsync<HealthOptions> = async (app, { report, isReady }) => {
  app.get('/health', () => report())

  app.get('/ready', async (_request, reply) => {
    const ready = await isReady()
    return reply.code(ready ? 200 : 503).send({ ready })
  })
}
