import type { Metrics } from './metrics.ts'

/** `fetch`, with the requests to one service timed until their answer begins. */
export function meterFetch(
  service: 'radarr' | 'sonarr',
  metrics: Pick<Metrics, 'arrAnswered'>,
  fetch = globalThis.fetch,
): typeof globalThis.fetch {
  return async (input, init) => {
    const beganAt = performance.now()
    const end = (status?: number) =>
      metrics.arrAnswered(service, status, performance.now() - beganAt)
    try {
      const response = await fetch(input, init)
      end(response.status)
      return response
    } catch (error) {
      end()
      throw error
    }
  }
}
