import { addSystemRoutes } from './arr-system.ts'
import { type Show, SHOWS } from './shows.ts'
import { startSimulatedArr } from './simulated-arr.ts'
import { addChangingRoutes } from './sonarr-changes.ts'
import { addSonarrQueue } from './sonarr-queue.ts'
import { addReadingRoutes } from './sonarr-reads.ts'
import { createSonarrState } from './sonarr-state.ts'

export type SimulatedSonarr = Awaited<ReturnType<typeof startSimulatedSonarr>>

/**
 * A Sonarr for the demo and for tests, on the loopback address: the routes Usherr calls, with the
 * status codes and bodies of the real one. `library`, `queue`, `qualityProfiles`,
 * `qualityDefinitions` and `rootFolders` are what it holds right now and may be changed.
 */
export async function startSimulatedSonarr({
  port = 0,
  shows = SHOWS,
  apiKey = 'simulated-sonarr-key',
  now = Date.now,
}: { port?: number; shows?: readonly Show[]; apiKey?: string; now?: () => number } = {}) {
  const state = createSonarrState(shows, now)
  const service = await startSimulatedArr({
    port,
    apiKey,
    routes(app) {
      addReadingRoutes(app, state)
      addChangingRoutes(app, state)
      addSonarrQueue(app, state)
      addSystemRoutes(app, { appName: 'Sonarr', version: '4.0.16.2944', ...state })
    },
  })
  return Object.assign(service, state)
}
