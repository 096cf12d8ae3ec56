import type { FastifyPluginAsync } from 'fastify'

export interface HealthOptions {
  version: string
  /** Whether texts can be stored and turns are taken up. */
  isReady: () => Promise<boolean>
}

/** `GET /health`: the process is there. `GET /ready`: it can take texts and answer them. */
export const health: FastifyPluginAsync<HealthOptions> = async (app, { version, isReady }) => {
  app.get('/health', async () => ({ version, uptimeSeconds: Math.floor(process.uptime()) }))

  app.get('/ready', async (_request, reply) => {
    const ready = await isReady()
    return reply.code(ready ? 200 : 503).send({ ready })
  })
}
