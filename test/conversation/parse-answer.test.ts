import { expect, test } from 'vitest'
import { parseAnswer } from '../../src/conversation/parse-answer.ts'

test.for([
  'yes',
  'YES.',
  'Yeah!',
  'yes please',
  'yes thanks',
  'ok',
  'ok please',
  'do it',
  '👍',
  '👍🏿',
  '“yes”',
])('%j means yes', (text) => expect(parseAnswer(text)).toEqual({ choice: 'YES' }))

test.for(['ok thanks', 'Okay, thank you!', 'k thx', 'sure thanks', 'ok please thanks', 'thanks'])(
  '%j ends a talk and is no yes',
  (text) => expect(parseAnswer(text)).toBeUndefined(),
)

test.for([
  'no',
  'No!',
  'no thanks',
  'nah',
  "don't",
  'never mind',
  'leave it',
  'cancel that',
  'Stop.',
  '👎',
])('%j means no', (text) => expect(parseAnswer(text)).toEqual({ choice: 'NO' }))

test.for([
  ['2', '2'],
  ['2.', '2'],
  ['#3', '3'],
  ['number 1', '1'],
  ['the second one', '2'],
  ['First', '1'],
  ['the fifth', '5'],
] as const)('%j means number %s', ([text, choice]) => {
  expect(parseAnswer(text)).toEqual({ choice })
})

test.for([
  ['YES 4821', 'YES', '4821'],
  ['yes, 4821!', 'YES', '4821'],
  ['yes4821', 'YES', '4821'],
  ['Yes please 4821', 'YES', '4821'],
  ['yes 4821 please', 'YES', '4821'],
  ['yes, 4821 thanks', 'YES', '4821'],
  ["yes it's 4821", 'YES', '4821'],
  ['yes its 4821', 'YES', '4821'],
  ['yes code 4821', 'YES', '4821'],
  ['Yes, the code is 4821, thank you.', 'YES', '4821'],
  ['ok thanks 4821', 'YES', '4821'],
  ['YES 482193', 'YES', '482193'],
  ['YES 48219375', 'YES', '48219375'],
  ['no 4821', 'NO', '4821'],
  ['no 4821 thanks', 'NO', '4821'],
] as const)('%j is a %s with the code %s', ([text, choice, code]) => {
  expect(parseAnswer(text)).toEqual({ choice, code })
})

test.for([
  '4821',
  '1917',
  'code 4821',
  'its 4821',
  '4821 please',
  'YES 48211',
  'YES 4821937',
  'YES 482193750',
  'YES 4821 4822',
  'YES 482',
  'yes man',
  'Up',
  'add heat 1995',
  'no country for old men',
  'yes 4821 and delete alien',
  'the second best exotic marigold hotel',
  '',
  '10',
])('%j is no answer', (text) => expect(parseAnswer(text)).toBeUndefined())
