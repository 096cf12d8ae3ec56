import type { SimulatedModel } from './simulated-model.ts'
import type { SimulatedRadarr } from './simulated-radarr.ts'
import type { SimulatedSonarr } from './simulated-sonarr.ts'
import type { SimulatedTwilio } from './simulated-twilio.ts'

export type Neighbour = 'radarr' | 'sonarr' | 'model'

/** What is real is absent: nobody takes that down. */
export interface FaultyParts {
  twilio: SimulatedTwilio
  radarr: SimulatedRadarr | undefined
  sonarr: SimulatedSonarr | undefined
  model: SimulatedModel | undefined
  /** Ends the service at once and starts another. */
  kill: () => void
}

export type Faults = ReturnType<typeof createFaults>

/** Takes neighbours down, and kills the service in the middle of a turn. */
export function createFaults({ twilio, kill, ...neighbours }: FaultyParts) {
  const down = new Set<Neighbour>()
  let isKillDue = false
  let onKill: () => void = () => {}

  /** The call is lost with the process, but what it asked for is done: the worst of moments. */
  function killHere(): 'act-then-drop' {
    isKillDue = false
    kill()
    onKill()
    return 'act-then-drop'
  }

  for (const name of ['radarr', 'sonarr'] as const) {
    const service = neighbours[name]
    if (!service) continue
    service.intercept = () => {
      if (down.has(name)) return 'drop'
      return isKillDue ? killHere() : 'pass'
    }
  }
  const { model } = neighbours
  if (model) model.intercept = () => (down.has('model') ? 'drop' : 'pass')
  twilio.intercept = () => (isKillDue ? killHere() : 'pass')

  return {
    /** False when that one is real, or absent. */
    setDown(name: Neighbour, isDown: boolean): boolean {
      if (!neighbours[name]) return false
      if (isDown) down.add(name)
      else down.delete(name)
      return true
    },

    /** Kills the service at its next call to Radarr, Sonarr or Twilio, then calls `tell`. */
    killAtNextCall(tell: () => void): void {
      isKillDue = true
      onKill = tell
    },
  }
}
