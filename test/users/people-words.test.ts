import { expect, test } from 'vitest'
import { parsePeopleCommand } from '../../src/users/people-words.ts'

const ALEX = '+14155550199'

test.for([
  ['invite Alex +1 415 555 0199', { type: 'invite', phone: ALEX, newName: 'Alex' }],
  ['invite Alex +1(415)555\u20110199', { type: 'invite', phone: ALEX, newName: 'Alex' }],
  [
    'invite Mary Ann O\u2019Neil on 0049 170 1234567',
    { type: 'invite', phone: '+491701234567', newName: "Mary Ann O'Neil" },
  ],
  ['invite +44 (0)20 7946 0958', { type: 'invite', phone: '+442079460958' }],
  ['invite Alex\n+14155550199', { type: 'invite', phone: ALEX, newName: 'Alex' }],
  ['invite Alex 0170 1234567', { type: 'invite', written: '0170 1234567', newName: 'Alex' }],
  ['invite R2D2', { type: 'invite', newName: 'R2D2' }],
  ['Approve Alex.', { type: 'approve', who: { name: 'Alex' } }],
  ['block user +1 415 555 0199!', { type: 'block', who: { phone: ALEX } }],
  ['unblock ...0199', { type: 'unblock', who: { phoneEnd: '0199' } }],
  ['promote Alex \u20260199', { type: 'promote', who: { name: 'Alex', phoneEnd: '0199' } }],
  ['Make Alex an admin please', { type: 'promote', who: { name: 'Alex' } }],
  ['make Alex a member', { type: 'demote', who: { name: 'Alex' } }],
  ['rename Alex to Al to Lex', { type: 'rename', who: { name: 'Alex' }, newName: 'Al to Lex' }],
  ['rename Alex to \u{1F600}', { type: 'rename', who: { name: 'Alex' }, newName: undefined }],
  ['delete user Alex', { type: 'remove', who: { name: 'Alex' } }],
  ['list users', { type: 'list' }],
] as const)('%s', ([text, command]) => {
  expect(parsePeopleCommand(text)).toEqual(command)
})

test.for([
  'remove Alex',
  'the invite',
  'invite',
  'blocked',
  'block',
  'users of the world',
  'APPROVE 4127',
  'block 4127',
  'BLOCK 412799 he is a stranger',
  'approve #4127.',
  'refuse 4127 no',
])('%s is no command about people', (text) => {
  expect(parsePeopleCommand(text)).toBeUndefined()
})

test('a text that is made to be slow is read like any other', () => {
  const texts = [
    'invite ' + '1 '.repeat(800),
    'make ' + 'a '.repeat(800),
    'rename ' + ' to'.repeat(500),
  ]

  for (const text of texts) parsePeopleCommand(text)

  expect(parsePeopleCommand(`invite ${'1 '.repeat(800)}`)).toMatchObject({ type: 'invite' })
})
