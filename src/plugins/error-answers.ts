import type { FastifyError } from 'fastify'
import fp from 'fastify-plugin'
import {
  AppError,
  TooManyRequestsError,
  WebhookBodyError,
  WebhookSignatureError,
} from '../errors.ts'

// Above this the log of a flood would bury what somebody has to read.
const REFUSALS_PER_MINUTE = 60

/**
 * Errors thrown on purpose are answered by code and message; a bug only with its status. Each is one
 * line in the log, but for those past what anybody reads of one address: these are a bare 429.
 */
export const errorAnswers = fp(
  async (app) => {
    const countRefusal = app.createRateLimit({ max: REFUSALS_PER_MINUTE, allowList: [] })

    app.setErrorHandler<FastifyError>(async (error, request, reply) => {
      const { statusCode = 500, code, message } = error
      if (statusCode >= 500 && !(error instanceof AppError)) {
        request.log.error({ err: error }, 'request failed')
        return reply.code(500).send({ code: 'INTERNAL', message: 'Internal Server Error' })
      }
      const counted = isOfAnybody(error) ? await countRefusal(request) : undefined
      if (counted && !counted.isAllowed) {
        if (counted.isExceeded) return reply.code(429).send(TOO_MANY_REFUSALS)
        if (counted.remaining === 0)
          request.log.warn('more refusals of this address are not told for a minute')
      }
      // The words of others may repeat what a stranger wrote.
      const says = error instanceof AppError ? `refused: ${message}` : 'request refused'
      request.log.warn({ code, statusCode, ...detailsOf(error) }, says)
      return reply.code(statusCode).send({ code, message })
    })
  },
  { name: 'error-answers', fastify: '5.x', dependencies: ['request-limits'] },
)

const { code, message } = new TooManyRequestsError('too many refused requests from this address')
const TOO_MANY_REFUSALS = { code, message }

/** Whether anybody can bring it about; the others take Twilio's signature, or are ours. */
function isOfAnybody(error: FastifyError): boolean {
  return !(error instanceof WebhookBodyError) && (error.statusCode ?? 500) < 500
}

function detailsOf(error: FastifyError): object {
  if (error instanceof WebhookSignatureError) return { expectedUrls: error.expectedUrls }
  // What the database said is what an operator needs to know.
  return error instanceof AppError && error.statusCode >= 500 ? { err: error } : {}
}
