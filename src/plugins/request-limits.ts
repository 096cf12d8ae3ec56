import rateLimit, { normalizeIP } from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { TooManyRequestsError } from '../errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether a route takes any number of requests, as those do that look at a signature. */
    isUnlimited?: boolean
  }
}

// Prometheus, a health check and somebody who looks need a tenth of it at most.
const REQUESTS_PER_MINUTE = 600
const MINUTE_MS = 60_000
/** How many addresses are counted at once; of more, those that were quiet longest are forgotten. */
const ADDRESSES = 5_000

/**
 * So many requests a minute from one address; more are a 429, unknown paths included. It goes by
 * the address that connects: what a header says, anybody can write.
 */
export const requestLimits = fp(
  async (app) => {
    await app.register(rateLimit, {
      max: REQUESTS_PER_MINUTE,
      timeWindow: MINUTE_MS,
      cache: ADDRESSES,
      keyGenerator: addressOf,
      allowList: ({ routeOptions }: FastifyRequest) => routeOptions.config.isUnlimited === true,
      errorResponseBuilder: () => new TooManyRequestsError('too many requests from this address'),
    })
    app.setNotFoundHandler({ preHandler: app.rateLimit() }, async (_request, reply) =>
      reply.code(404).send({ code: 'NOT_FOUND', message: 'There is nothing here.' }),
    )
  },
  { name: 'request-limits', fastify: '5.x' },
)

/** A /64 of IPv6 is one household. Of a connection that is reset already, there is no address. */
function addressOf({ socket }: FastifyRequest): string {
  return socket.remoteAddress === undefined ? 'gone' : normalizeIP(socket.remoteAddress)
}
