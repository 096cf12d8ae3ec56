import fp from 'fastify-plugin'
import type { Engine } from '../engine.ts'

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
  },
  { name: 'engine', fastify: '5.x' },
)
