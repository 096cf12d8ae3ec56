import fp from 'fastify-plugin'
import type { Engine } from '../engine/engine.ts'

declare module 'fastify' {
  interface FastifyInstance {
    engine: Engine
  }
}

export interface EnginePluginOptions {
  engine: Engine
}

/** Starts the engine with the server. Whoever closes the server drains the engine first. */
export const enginePlugin = fp<EnginePluginOptions>(
  async (app, { engine }) => {
    app.decorate('engine', engine)
    app.addHook('onReady', () => engine.start())
    // A connection that is kept after the last answer would keep the server from closing.
    app.addHook('onSend', async (_request, reply) => {
      if (engine.isLeaving()) reply.header('connection', 'close')
    })
  },
  { name: 'engine', fastify: '5.x' },
)
