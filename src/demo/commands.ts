import { PEOPLE, type Person } from './people.ts'

export type Command = { type: 'as'; person: Person } | { type: 'help' } | { type: 'quit' }

export const COMMANDS = 'Commands: /as member, /as admin, /quit.'

/** What a typed line asks of the demo; undefined for a text to Usherr. */
export function parseCommand(line: string): Command | undefined {
  if (!line.startsWith('/')) return undefined
  const [name, whom = ''] = line.slice(1).trim().toLowerCase().split(/\s+/)
  if (name === 'quit') return { type: 'quit' }
  const person = PEOPLE.find((one) => [one.role, one.name.toLowerCase()].includes(whom))
  return name === 'as' && person ? { type: 'as', person } : { type: 'help' }
}
