import type { BaseLogger } from 'pino'
import { ModelError } from '../errors.ts'
import type { Model, ModelRequest } from './model.ts'

/**
 * `model`, with `keyword` standing in whenever it fails. A round that `model` began is finished by
 * `keyword` from the results that are already there.
 */
export function withPlainCommands(
  model: Model,
  keyword: Model,
  log: Pick<BaseLogger, 'warn'>,
): Model {
  return async (request) => {
    try {
      return await model(request)
    } catch (error) {
      if (request.needsProvider || !(error instanceof ModelError)) throw error
      log.warn({ err: error }, 'the model failed; plain commands stand in')
      return standIn(keyword)(request)
    }
  }
}

/** `keyword` in the place of a model that cannot be asked. */
export function standIn(keyword: Model): Model {
  return async (request) => ({ ...(await keyword(forStandIn(request))), isStandIn: true })
}

/** What was refused to the model says nothing to plain commands, which begin the round anew. */
function forStandIn(request: ModelRequest): ModelRequest {
  if (!request.hasNoResults) return request
  const { messages } = request
  const text = messages.findLastIndex(({ role }) => role === 'user')
  return { ...request, messages: messages.slice(0, text + 1) }
}
