import type { BaseLogger } from 'pino'
import { ModelError } from '../errors.ts'
import type { Model } from './model.ts'

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
      if (!(error instanceof ModelError)) throw error
      // Not the error itself: a provider's answer, which is its cause, may repeat the text.
      log.warn({ failure: error.message }, 'the model failed; plain commands stand in')
      return { ...(await keyword(request)), isStandIn: true }
    }
  }
}
