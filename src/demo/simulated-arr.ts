import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { addFaults, doesAct, type GivenAnswer, type Outcome } from './fault.ts'

export interface SimulatedRequest {
  method: string
  /** With its query. */
  path: string
  body: unknown
  /** What the service itself answered, whether or not it arrived; absent where a fault stood in. */
  answer?: { status: number; body: unknown }
}

export type Intercept = (request: SimulatedRequest) => Outcome | Promise<Outcome>

const WRONG_KEY: GivenAnswer = { status: 401 }

export interface SimulatedArr {
  url: string
  apiKey: string
  /** Every request so far, in order of arrival, refused ones too. */
  requests: SimulatedRequest[]
  /** Set it at any time to make the service misbehave. */
  intercept: Intercept
  close(): Promise<void>
}

/** What the simulated Radarr and Sonarr have in common: the key, the record, the faults. */
export async function startSimulatedArr({
  port,
  apiKey,
  routes,
}: {
  port: number
  apiKey: string
  routes: (app: FastifyInstance) => void
}): Promise<SimulatedArr> {
  const app = Fastify({ forceCloseConnections: true })
  const service: SimulatedArr = {
    url: '',
    apiKey,
    requests: [],
    intercept: () => 'pass',
    close: () => app.close(),
  }

  interceptRequests(app, service)
  app.addHook('preHandler', async (request, reply) => {
    if (request.headers['x-api-key'] !== apiKey) return reply.code(WRONG_KEY.status).send()
  })
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ message: 'NotFound' }))
  routes(app)

  service.url = await app.listen({ host: '127.0.0.1', port })
  return service
}

function interceptRequests(app: FastifyInstance, service: SimulatedArr): void {
  const underWay = new WeakMap<FastifyRequest, { record: SimulatedRequest; outcome: Outcome }>()

  // Before the faults, which change what is sent.
  app.addHook('onSend', async (request, reply, payload) => {
    const { record, outcome = 'pass' } = underWay.get(request) ?? {}
    if (record && doesAct(outcome)) {
      record.answer = { status: reply.statusCode, body: parseBody(payload) }
    }
  })

  addFaults(app, {
    wrongKey: WRONG_KEY,
    async intercept(request) {
      const { method, url: path, body } = request
      const record: SimulatedRequest = { method, path, body: body ?? undefined }
      service.requests.push(record)
      const outcome = await service.intercept(record)
      underWay.set(request, { record, outcome })
      return outcome
    },
  })
}

function parseBody(payload: unknown): unknown {
  return typeof payload === 'string' && payload !== '' ? JSON.parse(payload) : undefined
}
