import { PassThrough } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { openTerminalScreen } from '../../src/demo/terminal-screen.ts'

const COLUMNS = 20

/** A terminal with someone at its keyboard, and what can be seen on it. */
function setUp() {
  const leaving = new AbortController()
  const input = new PassThrough()
  const output = Object.assign(new PassThrough(), { columns: COLUMNS })
  let written = ''
  output.setEncoding('utf8').on('data', (chunk: string) => (written += chunk))
  onTestFinished(() => leaving.abort())

  const screen = openTerminalScreen({ input, output, hasColor: false, signal: leaving.signal })
  return {
    screen,
    leave: () => leaving.abort(),
    /** Presses the keys one by one, as a person does. */
    type: async (keys: string): Promise<void> => {
      for (const key of keys) {
        input.write(key)
        await setImmediate()
      }
    },
    seen: async (): Promise<string[]> => {
      await setImmediate()
      return render(written)
    },
  }
}

/** The rows of a terminal to which this was written, as far as it goes here. */
function render(written: string): string[] {
  const rows = ['']
  let row = 0
  let column = 0
  for (const [token, count, command] of written.matchAll(/(?![\r\n])\p{Cc}\[(\d*)([A-Z])|[^]/gu)) {
    if (command === 'A') row -= Number(count)
    else if (command === 'D') column -= Number(count)
    else if (command === 'G') column = Number(count) - 1
    else if (command === 'J') rows.splice(row, Infinity, (rows[row] ?? '').slice(0, column))
    else if (command !== undefined) throw new Error(`unknown: ${command}`)
    else if (token === '\r') column = 0
    else {
      if (token === '\n' || column === COLUMNS) {
        column = 0
        row += 1
        rows[row] ??= ''
      }
      if (token !== '\n') {
        const text = (rows[row] ?? '').padEnd(column)
        rows[row] = text.slice(0, column) + token + text.slice(column + 1)
        column += 1
      }
    }
  }
  return rows.map((text) => text.trimEnd())
}

const quiet = { prompt: () => 'Sam: ', enter: async () => {} }

test('a typed line gives way to what is printed for it', async () => {
  const { screen, type, seen } = setUp()
  void screen.read({ ...quiet, enter: async (line) => screen.print(`[${line}]\n`) })

  await type('hi\ris heat here, or not?\r12345678901234\r123456789012345\rx')

  expect(await seen()).toEqual([
    '[hi]',
    '[is heat here, or no',
    't?]',
    '[12345678901234]',
    '[123456789012345]',
    'Sam: x',
  ])
})

test('what is printed stands above the line that is being typed', async () => {
  const { screen, type, seen } = setUp()
  void screen.read(quiet)

  await type('is heat here')
  screen.print('one\n')
  await type(', or not?')
  screen.print('two\n')
  await type('\u001B[D!')

  expect(await seen()).toEqual(['one', 'two', 'Sam: is heat here, o', 'r not!?'])
})

test('the prompt tells who is texting after each line', async () => {
  const { screen, type, seen } = setUp()
  let name = 'Sam'
  const enter = async () => {
    name = 'Kim'
  }
  void screen.read({ prompt: () => `${name}: `, enter })

  await type('/as kim\rhi')

  expect(await seen()).toEqual(['Kim: hi'])
})

test.for([
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
] as const)('%s ends the reading and takes the prompt away', async ([, key]) => {
  const { screen, type, seen } = setUp()
  const reading = screen.read(quiet)

  await type(key)
  await reading
  screen.print('bye\n')

  expect(await seen()).toEqual(['bye', ''])
})

test('a line that leaves is the last one', async () => {
  const { screen, type, seen, leave } = setUp()
  const reading = screen.read({ ...quiet, enter: async () => leave() })

  await type('/quit\r')
  await reading

  expect(await seen()).toEqual([''])
})
