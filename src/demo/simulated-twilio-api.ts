import formbody from '@fastify/formbody'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import {
  type Answer,
  type Fields,
  NOT_FOUND,
  type SimulatedAccount,
  UNAUTHORIZED,
} from './simulated-twilio-account.ts'

/** What the service asks of the API; `fields` are the form of a POST or the query of a GET. */
export interface SimulatedRequest {
  method: string
  path: string
  fields: Fields
}

/**
 * What becomes of a request. `drop` closes the connection and does nothing, `act-then-drop` does
 * what was asked and closes it unanswered, `hang` does nothing and never answers.
 */
export type Fault =
  | 'pass'
  | 'drop'
  | 'act-then-drop'
  | 'hang'
  | (Answer & { headers?: Record<string, string> })

export interface SimulatedApiOptions {
  account: SimulatedAccount
  accountSid: string
  authToken: string
  intercept: (request: SimulatedRequest) => Fault | Promise<Fault>
}

const FieldsSchema = z.record(z.string(), z.string())

/** The three calls of the Messages resource, and the account itself. */
export async function buildSimulatedApi(options: SimulatedApiOptions): Promise<FastifyInstance> {
  const { account, accountSid, authToken, intercept } = options
  const credentials = Buffer.from(`${accountSid}:${authToken}`).toString('base64')
  const messagesPath = `/2010-04-01/Accounts/${accountSid}/Messages`

  const app = Fastify({ forceCloseConnections: true })
  await app.register(formbody)
  app.setNotFoundHandler((_request, reply) => answer(reply, NOT_FOUND))
  app.addHook('onRequest', (request, reply, done) => {
    if (request.headers.authorization === `Basic ${credentials}`) done()
    else answer(reply, UNAUTHORIZED)
  })

  const handle =
    (act: (fields: Fields) => Answer) => async (request: FastifyRequest, reply: FastifyReply) => {
      const fields = FieldsSchema.parse(request.method === 'GET' ? request.query : request.body)
      const fault = await intercept({ method: request.method, path: request.url, fields })
      if (typeof fault === 'object') answer(reply, fault)
      else if (fault === 'pass') answer(reply, act(fields))
      else {
        if (fault === 'act-then-drop') act(fields)
        reply.hijack()
        if (fault !== 'hang') request.raw.socket.destroy()
      }
      return reply
    }
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
  app.get(
    `/2010-04-01/Accounts/${accountSid}.json`,
    handle(() => account.describe()),
  )
  return app
}

function answer(reply: FastifyReply, { status, body, headers = {} }: Exclude<Fault, string>): void {
  void reply.code(status).headers(headers).send(body)
}
