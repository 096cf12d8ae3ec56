import { expect, test } from 'vitest'
import { snippetOf } from '../../src/db/snippet.ts'

const LONG = 'and then something else happened that nobody had asked for '.repeat(10)

test('a short text is its own snippet, on one line', () => {
  expect(snippetOf(' is\n\nHeat\u001B[31m in?\t', /heat/iu)).toBe('is Heat [31m in?')
})

test('a long text is cut between words around the first match', () => {
  const snippet = snippetOf(`${LONG}Heat (1995) ${LONG}`, /heat/iu)

  expect(snippet).toMatch(/^…[a-z ]+ Heat \(1995\) [a-z ]+…$/)
  expect(snippet.length).toBeLessThanOrEqual(162)
  for (const word of snippet.slice(1, -1).split(' '))
    expect(` ${LONG}Heat (1995) `).toContain(` ${word} `)
})

test('what stands at the beginning or the end is shown up to there', () => {
  expect(snippetOf(`Heat ${LONG}`, /heat/iu)).toMatch(/^Heat and .*…$/)
  expect(snippetOf(`${LONG}Heat`, /heat/iu)).toMatch(/^….* Heat$/)
})

test('without spaces it is cut all the same, but never through a character', () => {
  const snippet = snippetOf(`${'🎬'.repeat(300)}電影${'🍿'.repeat(300)}`, /電影/iu)

  expect(snippet).toMatch(/^…🎬{40}電影🍿+…$/u)
  expect(Array.from(snippet)).toHaveLength(162)
})

test('a text without the word shows its beginning', () => {
  expect(snippetOf(LONG, /zeppelin/iu)).toMatch(/^and then .*…$/)
})
