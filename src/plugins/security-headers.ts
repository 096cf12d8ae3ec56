import helmet from '@fastify/helmet'
import fp from 'fastify-plugin'

/** Nothing that is answered here is a page: no browser may show, frame, guess at or keep it. */
export const securityHeaders = fp(
  async (app) => {
    await app.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      },
      frameguard: { action: 'deny' },
      // For whoever speaks https: it covers every port of the host, a Radarr over http among them.
      strictTransportSecurity: false,
    })
    app.addHook('onSend', async (_request, reply) => {
      reply.header('cache-control', 'no-store')
    })
  },
  { name: 'security-headers', fastify: '5.x' },
)
