import { PassThrough, Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { openPlainScreen } from '../../src/demo/plain-screen.ts'

function setUp(typed: string) {
  const leaving = new AbortController()
  const screen = openPlainScreen({
    input: Readable.from([typed]),
    output: new PassThrough(),
    hasColor: false,
    signal: leaving.signal,
  })
  return { screen, leave: () => leaving.abort() }
}

test('a line is read when the one before it is done with, and the last needs no end', async () => {
  const { screen } = setUp('one\ntwo\nthree')
  const events: string[] = []

  await screen.read({
    prompt: () => '',
    enter: async (line) => {
      events.push(`${line} begins`)
      await new Promise(setImmediate)
      events.push(`${line} ends`)
    },
  })

  expect(events).toEqual(
    ['one', 'two', 'three'].flatMap((line) => [`${line} begins`, `${line} ends`]),
  )
})

test('a line that leaves is the last one', async () => {
  const { screen, leave } = setUp('one\n/quit\ntwo\n')
  const lines: string[] = []

  await screen.read({
    prompt: () => '',
    enter: async (line) => {
      lines.push(line)
      if (line === '/quit') leave()
    },
  })

  expect(lines).toEqual(['one', '/quit'])
})
