import { expect, test } from 'vitest'
import { parseCommand } from '../../src/demo/commands.ts'
import { KIM, SAM } from '../../src/demo/people.ts'

test.for([
  ['/as member', { type: 'as', person: KIM }],
  ['/as Kim', { type: 'as', person: KIM }],
  ['/as admin', { type: 'as', person: SAM }],
  ['/as sam', { type: 'as', person: SAM }],
  ['/quit', { type: 'quit' }],
  ['/kill', { type: 'kill' }],
  ['/radarr down', { type: 'down', neighbour: 'radarr' }],
  ['/Sonarr UP', { type: 'up', neighbour: 'sonarr' }],
  ['/model down', { type: 'down', neighbour: 'model' }],
  ['/model', { type: 'help' }],
  ['/radarr sideways', { type: 'help' }],
  ['/as dana', { type: 'help' }],
  ['/as', { type: 'help' }],
  ['/member', { type: 'help' }],
  ['/help', { type: 'help' }],
  ['is dune in?', undefined],
  ['yes/no', undefined],
] as const)('%s is understood', ([line, command]) => {
  expect(parseCommand(line)).toEqual(command)
})
