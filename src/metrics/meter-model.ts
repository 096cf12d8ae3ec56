import type { Model } from '../model/model.ts'
import type { Metrics } from './metrics.ts'

/** `model`, with its calls counted. */
export function meterModel(
  model: Model,
  metrics: Pick<Metrics, 'modelAnswered' | 'tokensUsed'>,
): Model {
  return async (request) => {
    const beganAt = performance.now()
    const end = (outcome: Parameters<Metrics['modelAnswered']>[0]) =>
      metrics.modelAnswered(outcome, performance.now() - beganAt)
    try {
      const reply = await model(request)
      end(reply.isStandIn ? 'stand-in' : 'answered')
      if (reply.usage) metrics.tokensUsed(reply.usage)
      return reply
    } catch (error) {
      // What we gave up ourselves says nothing about the provider.
      if (!request.signal.aborted) end('failed')
      throw error
    }
  }
}
