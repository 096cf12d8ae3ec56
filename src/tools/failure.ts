import type { ToolOutcome } from '../db/column-types.ts'
import type { ArrError, ArrFailure, ArrService } from '../errors.ts'

/** Said where there is no Radarr at all. */
export const noRadarr: ToolOutcome = {
  type: 'failure',
  text: "Films aren't set up here yet, so I can't look after them.",
}

const KEPT: Readonly<Record<ArrService, string>> = { Radarr: 'films', Sonarr: 'shows' }

/** What a person is told when a service gave no usable answer: what fails, and what to do. */
export function failureOf({ service, failure }: ArrError): ToolOutcome {
  return { type: 'failure', text: sentences(service)[failure] }
}

function sentences(service: ArrService): Readonly<Record<ArrFailure, string>> {
  const notNow = `so ${KEPT[service]} have to wait. Please try again in a while.`
  return {
    unreachable: `${service} isn't answering, ${notNow}`,
    malformed: `${service} answers nothing I understand, ${notNow}`,
    unauthorized: `${service} doesn't let me in, so ${KEPT[service]} have to wait. An admin has to check its API key.`,
    unconfigured: `${service} isn't ready for ${KEPT[service]}. An admin has to check its root folders and quality profiles.`,
    missing: `${service} doesn't know that one any more. Please look it up again.`,
    rejected: `${service} said no to that. An admin can see why in its log.`,
  }
}
