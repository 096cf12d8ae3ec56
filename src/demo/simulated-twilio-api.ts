import formbody from '@fastify/formbody'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addFaults, type Outcome } from './fault.ts'
import type { SimulatedAccount } from './simulated-twilio-account.ts'
import { type Answer, type Fields, NOT_FOUND, UNAUTHORIZED } from './simulated-twilio-answer.ts'
import {
  fetchAccount,
  fetchService,
  listNumbers,
  listServiceNumbers,
  type SimulatedSetup,
  updateNumber,
} from './simulated-twilio-setup.ts'

/** What the service asks of the API; `fields` are the form of a POST or the query of a GET. */
export interface SimulatedRequest {
  method: string
  path: string
  fields: Fields
}

export interface SimulatedApiOptions {
  account: SimulatedAccount
  setup: SimulatedSetup
  accountSid: string
  authToken: string
  intercept: (request: SimulatedRequest) => Outcome | Promise<Outcome>
  now: () => number
}

const FieldsSchema = z.record(z.string(), z.string())

/** The Messages resource, and what the command line asks of an account. */
export async function buildSimulatedApi(options: SimulatedApiOptions): Promise<FastifyInstance> {
  const { accountSid, authToken, intercept, now } = options
  const credentials = Buffer.from(`${accountSid}:${authToken}`).toString('base64')

  const app = Fastify({ forceCloseConnections: true })
  await app.register(formbody)
  app.setNotFoundHandler((_request, reply) => answer(reply, NOT_FOUND))
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('date', new Date(now()).toUTCString())
    if (request.headers.authorization === `Basic ${credentials}`) done()
    else void answer(reply, UNAUTHORIZED)
  })

  addFaults(app, {
    wrongKey: UNAUTHORIZED,
    intercept: (request) =>
      intercept({ method: request.method, path: request.url, fields: fieldsOf(request) }),
  })
  addMessageRoutes(app, options)
  addSetupRoutes(app, options)
  return app
}

const fieldsOf = ({ method, query, body }: FastifyRequest) =>
  FieldsSchema.parse(method === 'GET' ? query : body)

const handle =
  (act: (fields: Fields) => Answer) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
    answer(reply, act(fieldsOf(request)))

function addMessageRoutes(
  app: FastifyInstance,
  { account, accountSid }: SimulatedApiOptions,
): void {
  const messagesPath = `/2010-04-01/Accounts/${accountSid}/Messages`
  app.post(
    `${messagesPath}.json`,
    handle((form) => account.send(form)),
  )
  app.get(
    `${messagesPath}.json`,
    handle((query) => account.list(query)),
  )
  app.get<{ Params: { sid: string } }>(`${messagesPath}/:sid(^\\w+).json`, (request, reply) =>
    handle(() => account.find(request.params.sid))(request, reply),
  )
}

type BySid = { Params: { sid: string } }

// Messaging services live on a host of their own at Twilio; their paths are clear of the others.
function addSetupRoutes(app: FastifyInstance, { setup, accountSid }: SimulatedApiOptions): void {
  const accountPath = `/2010-04-01/Accounts/${accountSid}`
  app.get(
    `${accountPath}.json`,
    handle(() => fetchAccount(accountSid, setup)),
  )
  app.get(
    `${accountPath}/IncomingPhoneNumbers.json`,
    handle((query) => listNumbers(setup, query)),
  )
  app.post<BySid>(`${accountPath}/IncomingPhoneNumbers/:sid(^\\w+).json`, (request, reply) =>
    handle((form) => updateNumber(setup, request.params.sid, form))(request, reply),
  )
  app.get<BySid>('/v1/Services/:sid', (request, reply) =>
    handle(() => fetchService(setup, request.params.sid))(request, reply),
  )
  app.post<BySid>('/v1/Services/:sid', (request, reply) =>
    handle((form) => fetchService(setup, request.params.sid, form))(request, reply),
  )
  app.get<BySid>('/v1/Services/:sid/PhoneNumbers', (request, reply) =>
    handle(() => listServiceNumbers(setup, request.params.sid))(request, reply),
  )
}

function answer(reply: FastifyReply, { status, body }: Answer): FastifyReply {
  return reply.code(status).send(body)
}
