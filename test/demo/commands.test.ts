import { expect, test } from 'vitest'
import { COMMANDS, parseCommand } from '../../src/demo/commands.ts'
import { FAULT_BY_WORD } from '../../src/demo/fault.ts'
import { KIM, SAM, STRANGER } from '../../src/demo/people.ts'

test.for([
  ['/as member', { type: 'as', person: KIM }],
  ['/as Kim', { type: 'as', person: KIM }],
  ['/as admin', { type: 'as', person: SAM }],
  ['/as sam', { type: 'as', person: SAM }],
  ['/as stranger', { type: 'as', person: STRANGER }],
  ['/quit', { type: 'quit' }],
  ['/kill', { type: 'kill' }],
  ['/radarr down', { type: 'fail', neighbour: 'radarr', word: 'down' }],
  ['/Sonarr UP', { type: 'up', neighbour: 'sonarr' }],
  ['/model down', { type: 'fail', neighbour: 'model', word: 'down' }],
  ['/sonarr 503', { type: 'fail', neighbour: 'sonarr', word: '503' }],
  ['/radarr Lost', { type: 'fail', neighbour: 'radarr', word: 'lost' }],
  ['/radarr constructor', { type: 'help' }],
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

test.for(Object.keys(FAULT_BY_WORD))('the help names %s', (word) => {
  expect(COMMANDS).toContain(word)
})
