import { expect } from 'vitest'
import type { Fault } from '../../src/demo/fault.ts'
import type { SimulatedRequest } from '../../src/demo/simulated-arr.ts'
import { type Household, SAM } from '../helpers/household.ts'
import { expectPlainWords } from '../helpers/plain-words.ts'
import { ENDLESS_TIMEOUT_MS, FAULTS, isEndless } from './each-fault.ts'

export type Service = 'radarr' | 'sonarr'

type Requests = (request: SimulatedRequest) => boolean

interface Scenes {
  find: { text: string; here: string }
  add: { text: string; title: string; id: number; isIt: Requests }
  remove: { text: string; title: string; id: number; done: string }
}

const postTo =
  (wanted: string): Requests =>
  ({ method, path }) =>
    method === 'POST' && path === wanted

export const SCENES: Record<Service, Scenes> = {
  radarr: {
    find: { text: 'is memento in', here: 'Memento (2000) is here.' },
    add: { text: 'add alien', title: 'Alien (1979)', id: 348, isIt: postTo('/api/v3/movie') },
    remove: {
      text: 'delete heat',
      title: 'Heat (1995)',
      id: 949,
      done: 'Removed Heat (1995) and its file (14 GB).',
    },
  },
  sonarr: {
    find: { text: 'is firefly in', here: 'Firefly (2002) is here.' },
    add: {
      text: 'add fargo the show',
      title: 'Fargo (2014)',
      id: 269613,
      isIt: postTo('/api/v3/series'),
    },
    remove: {
      text: 'delete chernobyl',
      title: 'Chernobyl (2019)',
      id: 360893,
      done: 'Removed Chernobyl (2019) and its 5 files (7.5 GB).',
    },
  },
}

export const CASES = (['radarr', 'sonarr'] as const).flatMap((service) =>
  FAULTS.map(([name, fault]) => [service, name, fault] as const),
)

export function patienceFor(fault: Fault | undefined): { arrTimeoutMs?: number } {
  return fault && isEndless(fault) ? { arrTimeoutMs: ENDLESS_TIMEOUT_MS } : {}
}

/** Texts, and resolves with the one reply there was, which is in plain words. */
export async function say(household: Household, text: string): Promise<string | undefined> {
  const before = household.sentTo(SAM).length
  const reply = await household.text(SAM, text)
  expectPlainWords(reply)
  expect(household.sentTo(SAM)).toHaveLength(before + 1)
  return reply
}

export const isDelete: Requests = ({ method }) => method === 'DELETE'
export const isWrite: Requests = ({ method }) => method !== 'GET'

/** How often something was asked, and how often it was done, whether or not that was learnt. */
export function count(household: Household, service: Service, isIt: Requests) {
  const asked = household[service].requests.filter(isIt)
  const done = asked.filter(({ answer }) => answer && answer.status < 300)
  return { asked: asked.length, done: done.length }
}
