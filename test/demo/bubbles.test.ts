import { expect, test } from 'vitest'
import { type Bubble, drawBubble, drawNote } from '../../src/demo/bubbles.ts'

const narrow = { columns: 40, hasColor: false }
const question: Bubble = {
  side: 'left',
  name: 'Usherr',
  body: "Dune: Part Two (2024) isn't here. Want me to add it? Reply YES.",
  footer: '1 segment',
}

test('what Usherr says is on the left, with its segments under it', () => {
  expect(drawBubble(question, narrow)).toBe(
    [
      '╭─ Usherr ───────────────────────╮',
      "│ Dune: Part Two (2024) isn't    │",
      '│ here. Want me to add it? Reply │',
      '│ YES.                           │',
      '╰────────────────────────────────╯',
      '  1 segment',
      '',
    ].join('\n'),
  )
})

test('what the person says is on the right', () => {
  expect(drawBubble({ side: 'right', name: 'Sam', body: 'ok' }, narrow)).toBe(
    [
      '                               ╭─ Sam ─╮',
      '                               │ ok    │',
      '                               ╰───────╯',
      '',
    ].join('\n'),
  )
})

test.for([
  { columns: 200, width: 48, end: 64 },
  { columns: 50, width: 44, end: 50 },
  { columns: 3, width: 18, end: 24 },
])('in $columns columns a long text is $width wide', ({ columns, width, end }) => {
  const body = 'abcdefghij'.repeat(20)

  const [left = ''] = drawBubble({ ...question, body }, { ...narrow, columns }).split('\n')
  const [right = ''] = drawBubble(
    { side: 'right', name: 'Sam', body },
    { ...narrow, columns },
  ).split('\n')

  expect(left).toHaveLength(width)
  expect(right).toHaveLength(end)
})

test('a control character cannot leave the bubble', () => {
  const drawn = drawBubble({ ...question, body: 'a\u001B[2J\tb' }, narrow)

  expect(drawn).toContain('│ a [2J b  │')
})

test.for([
  { side: 'left' as const, drawn: '  no reply\n' },
  { side: 'middle' as const, drawn: '                no reply\n' },
  { side: 'right' as const, drawn: '                              no reply\n' },
])('a note stands on the $side', ({ side, drawn }) => {
  expect(drawNote(side, 'no reply', narrow)).toBe(drawn)
})

test('frame, name and small print are told apart by colour where there is any', () => {
  const drawn = drawBubble(question, { ...narrow, hasColor: true })

  expect(drawn).toContain('\u001B[1m Usherr \u001B[22m')
  expect(drawn).toContain('\u001B[32m│\u001B[39m YES. ')
  expect(drawn).toContain('\u001B[2m1 segment\u001B[22m')
})
