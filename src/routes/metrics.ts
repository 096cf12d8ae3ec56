import type { FastifyPluginAsync } from 'fastify'

export interface MetricsRouteOptions {
  contentType: string
  /** Everything that is measured; it waits for no other service and never rejects. */
  expose: () => Promise<string>
}

/** `GET /metrics`, for Prometheus: numbers alone, nothing of anybody. */
export const metricsRoute: FastifyPluginAsync<MetricsRouteOptions> = async (
  app,
  { contentType, expose },
) => {
  app.get('/metrics', async (_request, reply) => reply.type(contentType).send(await expose()))
}
