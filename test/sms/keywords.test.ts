import { expect, test } from 'vitest'
import { parseKeyword } from '../../src/sms/keywords.ts'

test.for(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'])(
  '%s opts out in any case, with blanks and a full stop',
  (word) => {
    for (const body of [word, word.toLowerCase(), ` ${word}\n`, `${word}.`, `${word}!`]) {
      expect(parseKeyword(body, false)).toBe('opt-out')
      expect(parseKeyword(body, true)).toBe('opt-out')
    }
  },
)

test.for(['START', 'yes', ' Unstop '])('%j opts in only who is opted out', (body) => {
  expect(parseKeyword(body, true)).toBe('opt-in')
  expect(parseKeyword(body, false)).toBeUndefined()
})

test.for([
  ['?', 'help'],
  [' ??? ', 'help'],
  ['HELP', 'network-help'],
  [' info ', 'network-help'],
  ['More', 'more'],
  ['more. ', 'more'],
  ['NEW', 'new'],
  ['new!', 'new'],
  ['Status', 'status'],
  [' STATUS. ', 'status'],
] as const)('%j is %s', ([body, keyword]) => {
  expect(parseKeyword(body, false)).toBe(keyword)
})

test.for([
  '',
  'please stop',
  'STOP it',
  'stop all',
  'STOP?',
  'The End',
  'Ending',
  'Help!',
  'info.',
  'help me',
  'yes.',
  'YES 4821',
  'Start!',
  'what?',
  '? !',
  'more?',
  'New Girl',
  'status of heat',
  'status?',
  'no more',
])('%j is conversation', (body) => {
  expect(parseKeyword(body, true)).toBeUndefined()
})
