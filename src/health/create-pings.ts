import type { AnsweringConfig } from '../config.ts'
import { createRadarr } from '../media/radarr.ts'
import { createSonarr } from '../media/sonarr.ts'
import { createArrPing } from './arr-ping.ts'
import { createModelPing } from './model-ping.ts'
import type { Pings } from './ping.ts'
import { createTwilioPing } from './twilio-ping.ts'

/** A ping for everything that is set up. */
export function createPings({
  radarr,
  sonarr,
  llm,
  twilio,
}: Pick<AnsweringConfig, 'radarr' | 'sonarr' | 'llm' | 'twilio'>): Pings {
  return {
    ...(sonarr && { sonarr: createArrPing(createSonarr, sonarr) }),
    ...(radarr && { radarr: createArrPing(createRadarr, radarr) }),
    ...(llm && { model: createModelPing(llm) }),
    ...(twilio && { twilio: createTwilioPing(twilio) }),
  }
}
