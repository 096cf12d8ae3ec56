import type { FastifyError } from 'fastify'
import fp from 'fastify-plugin'
import { AppError, WebhookSignatureError } from '../errors.ts'

/**
 * Errors thrown on purpose are answered by code and message; a bug only with its status. Each is one
 * line in the log.
 */
export const errorAnswers = fp(
  async (app) => {
    app.setErrorHandler<FastifyError>((error, request, reply) => {
      const { statusCode = 500, code, message } = error
      if (error instanceof AppError || statusCode < 500) {
        // The words of others may repeat what a stranger wrote.
        const says = error instanceof AppError ? `refused: ${message}` : 'request refused'
        request.log.warn({ code, statusCode, ...detailsOf(error) }, says)
        return reply.code(statusCode).send({ code, message })
      }
      request.log.error({ err: error }, 'request failed')
      return reply.code(500).send({ code: 'INTERNAL', message: 'Internal Server Error' })
    })
  },
  { name: 'error-answers', fastify: '5.x' },
)

function detailsOf(error: FastifyError): object {
  if (error instanceof WebhookSignatureError) return { expectedUrls: error.expectedUrls }
  // What the database said is what an operator needs to know.
  return error instanceof AppError && error.statusCode >= 500 ? { err: error } : {}
}
