import { FAULT_BY_WORD } from './fault.ts'
import type { Neighbour } from './faults.ts'
import { PEOPLE, type Person } from './people.ts'

export type FaultWord = `${keyof typeof FAULT_BY_WORD}`

export type Command =
  | { type: 'as'; person: Person }
  | { type: 'fail'; neighbour: Neighbour; word: FaultWord }
  | { type: 'up'; neighbour: Neighbour }
  | { type: 'kill' }
  | { type: 'help' }
  | { type: 'quit' }

export const COMMANDS =
  'Commands: /as member, /as admin, /as stranger, /radarr down, /sonarr down, /model down (or up), /kill, /quit. In place of down: lost, silent, drip, cut, garbled, locked, 429, 500, 503.'

const NEIGHBOURS: readonly Neighbour[] = ['radarr', 'sonarr', 'model']

/** What a typed line asks of the demo; undefined for a text to Usherr. */
export function parseCommand(line: string): Command | undefined {
  if (!line.startsWith('/')) return undefined
  const [name, what = ''] = line.slice(1).trim().toLowerCase().split(/\s+/)
  if (name === 'quit' || name === 'kill') return { type: name }

  const neighbour = NEIGHBOURS.find((one) => one === name)
  if (neighbour && what === 'up') return { type: 'up', neighbour }
  if (neighbour && isFaultWord(what)) return { type: 'fail', neighbour, word: what }

  const person = PEOPLE.find((one) => [one.role, one.name.toLowerCase()].includes(what))
  return name === 'as' && person ? { type: 'as', person } : { type: 'help' }
}

const isFaultWord = (word: string): word is FaultWord => Object.hasOwn(FAULT_BY_WORD, word)
