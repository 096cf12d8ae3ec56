import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'

export interface SimulatedRequest {
  method: string
  /** With its query. */
  path: string
  body: unknown
  /** What the service itself answered, whether or not it arrived; absent where a fault stood in. */
  answer?: { status: number; body: unknown }
}

/** `act-then-drop` does what was asked and loses the answer; `drop` and `hang` do nothing. */
export type Fault = 'drop' | 'act-then-drop' | 'hang' | { status: number; body?: unknown }

export type Intercept = (request: SimulatedRequest) => Fault | 'pass' | Promise<Fault | 'pass'>

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
    if (request.headers['x-api-key'] !== apiKey) return reply.code(401).send()
  })
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ message: 'NotFound' }))
  routes(app)

  service.url = await app.listen({ host: '127.0.0.1', port })
  return service
}

function interceptRequests(app: FastifyInstance, service: SimulatedArr): void {
  const underWay = new WeakMap<
    FastifyRequest,
    { record: SimulatedRequest; fault: Fault | 'pass' }
  >()

  app.addHook('preHandler', async (request, reply) => {
    const record: SimulatedRequest = {
      method: request.method,
      path: request.url,
      body: request.body ?? undefined,
    }
    service.requests.push(record)
    const fault = await service.intercept(record)
    underWay.set(request, { record, fault })

    if (typeof fault === 'object') return misanswer(reply, fault)
    if (fault === 'drop' || fault === 'hang') reply.hijack()
    if (fault === 'drop') request.raw.socket.destroy()
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const { record, fault } = underWay.get(request) ?? {}
    if (record && typeof fault !== 'object') {
      record.answer = { status: reply.statusCode, body: parseBody(payload) }
    }
    if (fault === 'act-then-drop') request.raw.socket.destroy()
  })
}

// A string is a page, such as a proxy's; anything else is JSON.
function misanswer(reply: FastifyReply, { status, body }: Exclude<Fault, string>): FastifyReply {
  reply.code(status)
  return typeof body === 'string' ? reply.type('text/html').send(body) : reply.send(body)
}

function parseBody(payload: unknown): unknown {
  return typeof payload === 'string' && payload !== '' ? JSON.parse(payload) : undefined
}
