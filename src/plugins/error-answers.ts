import type { FastifyError } from 'fastify'
import fp from 'fastify-plugin'
import { AppError } from '../errors.ts'

/** Errors thrown on purpose are answered by code and message; a bug only with its status. */
export const errorAnswers = fp(
  async (app) => {
    app.setErrorHandler<FastifyError>((error, request, reply) => {
      const { statusCode = 500, code, message } = error
      if (error instanceof AppError || statusCode < 500) {
        request.log.warn({ code, statusCode }, 'request refused')
        return reply.code(statusCode).send({ code, message })
      }
      request.log.error({ err: error }, 'request failed')
      return reply.code(500).send({ code: 'INTERNAL', message: 'Internal Server Error' })
    })
  },
  { name: 'error-answers', fastify: '5.x' },
)
