import { expect, test } from 'vitest'
import { formatTable } from '../../src/cli/table.ts'
import { displayWidth } from '../../src/text-width.ts'

const SESSIONS = [
  ['ID', 'Name', 'User', 'Messages', 'Tokens', 'Updated'],
  ['0190a3f2', 'living-room', 'Sam', '12', '48,213', '2 hours ago'],
  ['0190a3f3', 'Films for the long weekend at the lake', '+14155550102', '7', '903', 'just now'],
  [
    '0190a3f4',
    '千と千尋の神隠しが見たい、できれば今夜',
    'Kim 기',
    '1204',
    '1,048,576',
    '3 days ago',
  ],
]

test('nothing is cut where nobody sees where a line ends', () => {
  expect(formatTable(SESSIONS)).toEqual([
    'ID        Name                                    User          Messages     Tokens  Updated',
    '0190a3f2  living-room                             Sam                 12     48,213  2 hours ago',
    '0190a3f3  Films for the long weekend at the lake  +14155550102         7        903  just now',
    '0190a3f4  千と千尋の神隠しが見たい、できれば今夜  Kim 기            1204  1,048,576  3 days ago',
  ])
})

test('columns of words give way, the widest first, and ids and numbers stay whole', () => {
  expect(formatTable(SESSIONS, 80)).toEqual([
    'ID        Name                    User          Messages     Tokens  Updated',
    '0190a3f2  living-room             Sam                 12     48,213  2 hours ago',
    '0190a3f3  Films for the long we…  +14155550102         7        903  just now',
    '0190a3f4  千と千尋の神隠しが見…   Kim 기            1204  1,048,576  3 days ago',
  ])
})

test.for([80, 60, 40, 20])('no line is wider than a terminal of %i columns', (width) => {
  const lines = formatTable(SESSIONS, width)

  expect(lines.filter((line) => displayWidth(line) > width)).toEqual([])
})

test.for([60, 50])('every number and id is there at %i columns', (width) => {
  const lines = formatTable(SESSIONS, width)

  for (const [index, [id = '', , , messages = '', tokens = '']] of SESSIONS.entries()) {
    for (const cell of [id, messages, tokens]) expect(lines[index]).toContain(cell)
  }
})

test('a column that is to stay whole does, whatever its cells look like', () => {
  const rows = [
    ['ID', 'Name'],
    ['living-room', 'Films for the long weekend'],
  ]

  expect(formatTable(rows, 20, { whole: [0] })).toEqual([
    'ID           Name',
    'living-room  Films…',
  ])
})

test('a row of one cell stands across the columns and makes none of them wider', () => {
  const rows = [['12:00', 'received'], ['Tuesday, a day with a long name'], ['12:01', 'sent']]

  expect(formatTable(rows)).toEqual([
    '12:00  received',
    'Tuesday, a day with a long name',
    '12:01  sent',
  ])
})

test('a number with noughts before it is a name', () => {
  expect(
    formatTable([
      ['NUMBER', 'NAME'],
      ['0007', 'one'],
      ['0010', 'another'],
    ]),
  ).toEqual(['NUMBER  NAME', '0007    one', '0010    another'])
  expect(
    formatTable([
      ['A'.repeat(4), 'B'],
      ['0', 'x'],
      ['0.5', 'y'],
    ]),
  ).toEqual(['AAAA  B', '   0  x', ' 0.5  y'])
})

test('what somebody sent does not draw in a table', () => {
  expect(formatTable([['a\u009b2J\nb', 'x']])).toEqual(['a 2J b  x'])
})

test('there may be no rows, and as many as a queue can have', () => {
  const rows = Array.from({ length: 200_000 }, () => ['in-1', 'waiting'])

  expect(formatTable([], 80)).toEqual([])
  expect(formatTable(rows, 80)).toHaveLength(200_000)
})
