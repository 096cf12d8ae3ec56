import type { Logger } from 'pino'
import { type Breaker, type BreakerOptions, createBreaker } from './breaker.ts'
import type { ServiceName } from './health/ping.ts'

export interface BreakersOptions extends Pick<BreakerOptions, 'now'> {
  log: Pick<Logger, 'info' | 'warn'>
}

/** A breaker for each service that people would wait for. */
export type Breakers = ReturnType<typeof createBreakers>

// Each failure has cost somebody the whole timeout. Nobody is told for long after it is back that a
// service is not answering.
const PATIENCE = { failuresToOpen: 3, firstPauseMs: 5_000, longestPauseMs: 30_000 }
// Nobody waits for a call to Twilio, and what is to be sent stays to be sent.
const PATIENCE_WITH_TWILIO = { failuresToOpen: 5, firstPauseMs: 5_000, longestPauseMs: 60_000 }

export function createBreakers({ log, ...clock }: BreakersOptions) {
  const breakerOf = (service: ServiceName, patience = PATIENCE): Breaker =>
    createBreaker({
      ...patience,
      ...clock,
      onChange: (state) => {
        if (state === 'open') log.warn({ service }, 'a service failed too often and is left alone')
        else log.info({ service }, 'a service that was left alone is asked again')
      },
    })
  return {
    model: breakerOf('model'),
    radarr: breakerOf('radarr'),
    sonarr: breakerOf('sonarr'),
    twilio: breakerOf('twilio', PATIENCE_WITH_TWILIO),
  }
}
