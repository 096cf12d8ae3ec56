import type { Fault } from './fault.ts'
import type { SimulatedModel } from './simulated-model.ts'
import type { SimulatedRadarr } from './simulated-radarr.ts'
import type { SimulatedSonarr } from './simulated-sonarr.ts'
import type { SimulatedTwilio } from './simulated-twilio.ts'

export type Neighbour = 'radarr' | 'sonarr' | 'model'

/** What is real is absent: nobody makes that fail. */
export interface FaultyParts {
  twilio: SimulatedTwilio
  radarr: SimulatedRadarr | undefined
  sonarr: SimulatedSonarr | undefined
  model: SimulatedModel | undefined
  /** Ends the service at once and starts another. */
  kill: () => void
}

export type Faults = ReturnType<typeof createFaults>

/** Makes neighbours fail, and kills the service in the middle of a turn. */
export function createFaults({ twilio, kill, ...neighbours }: FaultyParts) {
  const failing = new Map<Neighbour, Fault>()
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
    service.intercept = ({ path }) =>
      failing.get(name) ?? (isKillDue && !isProbe(path) ? killHere() : 'pass')
  }
  const { model } = neighbours
  if (model) model.intercept = () => failing.get('model') ?? 'pass'
  twilio.intercept = ({ method }) => (isKillDue && method === 'POST' ? killHere() : 'pass')

  return {
    /** Without a fault all is well. False when that one is real, or absent. */
    setFault(name: Neighbour, fault?: Fault): boolean {
      if (!neighbours[name]) return false
      if (fault) failing.set(name, fault)
      else failing.delete(name)
      return true
    },

    /** Kills the service at the next call that it makes for a text, then calls `tell`. */
    killAtNextCall(tell: () => void): void {
      isKillDue = true
      onKill = tell
    },
  }
}

// Asked beside the texts, as Twilio is for texts that were missed.
const isProbe = (path: string) => path.startsWith('/api/v3/system/status')
