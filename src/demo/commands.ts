import type { Neighbour } from './faults.ts'
import { PEOPLE, type Person } from './people.ts'

export type Command =
  | { type: 'as'; person: Person }
  | { type: 'down' | 'up'; neighbour: Neighbour }
  | { type: 'kill' }
  | { type: 'help' }
  | { type: 'quit' }

export const COMMANDS =
  'Commands: /as member, /as admin, /radarr down, /sonarr down, /model down (or up), /kill, /quit.'

const NEIGHBOURS: readonly Neighbour[] = ['radarr', 'sonarr', 'model']

/** What a typed line asks of the demo; undefined for a text to Usherr. */
export function parseCommand(line: string): Command | undefined {
  if (!line.startsWith('/')) return undefined
  const [name, what = ''] = line.slice(1).trim().toLowerCase().split(/\s+/)
  if (name === 'quit' || name === 'kill') return { type: name }

  const neighbour = NEIGHBOURS.find((one) => one === name)
  if (neighbour && (what === 'down' || what === 'up')) return { type: what, neighbour }

  const person = PEOPLE.find((one) => [one.role, one.name.toLowerCase()].includes(what))
  return name === 'as' && person ? { type: 'as', person } : { type: 'help' }
}
