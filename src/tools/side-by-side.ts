import type { Kind } from '../db/column-types.ts'
import { ArrError } from '../errors.ts'
import type { Radarr } from '../media/radarr.ts'
import type { Sonarr } from '../media/sonarr.ts'
import type { ToolContext } from './tool.ts'

export interface Answers<T> {
  /** Films first. */
  found: T[]
  failures: ArrError[]
  /** How many services were asked. */
  asked: number
}

/**
 * Asks both services at once, or the one that keeps `kind`. One that gives no usable answer does
 * not spoil the other's, and one that is not set up is not asked.
 */
export async function askBoth<T>(
  { radarr, sonarr, sid, log }: Pick<ToolContext, 'radarr' | 'sonarr' | 'sid' | 'log'>,
  kind: Kind | null | undefined,
  ask: { films: (radarr: Radarr) => Promise<T[]>; shows: (sonarr: Sonarr) => Promise<T[]> },
): Promise<Answers<T>> {
  const asked = [
    ...(radarr && kind !== 'show' ? [ask.films(radarr)] : []),
    ...(sonarr && kind !== 'film' ? [ask.shows(sonarr)] : []),
  ]
  const settled = await Promise.allSettled(asked)
  const failures = settled.flatMap((answer) =>
    answer.status === 'rejected' ? [asArrError(answer.reason)] : [],
  )
  for (const err of failures) log.warn({ err, sid }, 'a service gave no usable answer')
  const found = settled.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  return { found, failures, asked: asked.length }
}

// Whatever a service did is an ArrError; anything else is a mistake of ours and stays one.
function asArrError(reason: unknown): ArrError {
  if (reason instanceof ArrError) return reason
  throw reason
}
