import type { Pings, ServiceName } from './ping.ts'
import type { ServiceHealth } from './service-health.ts'
import { createWatch, type WatchOptions } from './watch.ts'

export interface ProbesOptions extends Pick<WatchOptions, 'log'> {
  pings: Pings
  /** Epoch milliseconds. */
  now?: () => number
  everyMs?: number
  timeoutMs?: number
}

export type Services = Readonly<Record<ServiceName, ServiceHealth>>

export type Probes = ReturnType<typeof createProbes>

/**
 * Whether each service is there, asked once a minute. Nobody waits for a probe, and none waits for
 * another.
 */
export function createProbes({
  pings,
  log,
  now = Date.now,
  everyMs = 60_000,
  timeoutMs = 5_000,
}: ProbesOptions) {
  const options = { log, now, everyMs, timeoutMs }
  const sonarr = createWatch('sonarr', pings.sonarr, options)
  const radarr = createWatch('radarr', pings.radarr, options)
  const model = createWatch('model', pings.model, options)
  const twilio = createWatch('twilio', pings.twilio, options)
  const watches = [sonarr, radarr, model, twilio]

  return {
    /** What was learnt last. */
    services: (): Services => ({
      sonarr: sonarr.health(),
      radarr: radarr.health(),
      model: model.health(),
      twilio: twilio.health(),
    }),

    start(): void {
      for (const watch of watches) watch.start()
    },

    /** Resolves when nothing is asked any more. */
    async stop(): Promise<void> {
      await Promise.all(watches.map((watch) => watch.stop()))
    },
  }
}
