import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withProgress } from '../../src/cli/progress.ts'
import { displayWidth } from '../../src/text-width.ts'

const CLEAR = '\r\u001B[K'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function terminal({ isTTY = true, columns = 80 } = {}) {
  const stderr = Object.assign(new PassThrough(), { isTTY, columns })
  const lines = () => String(stderr.read() ?? '').split(CLEAR)
  return { stderr, lines }
}

test('a bar is shown after a second, and taken away at the end', async () => {
  const { stderr, lines } = terminal()

  const result = await withProgress({ stderr }, 'Exporting', async (advance) => {
    vi.advanceTimersByTime(999)
    advance(1, 4)
    vi.advanceTimersByTime(1)
    advance(2, 4)
    vi.advanceTimersByTime(100)
    advance(4, 4)
    return 'done'
  })

  expect(result).toBe('done')
  expect(lines()).toEqual([
    '',
    'Exporting ██████░░░░░░░░░░░░░░░░░░  25 %, 1 of 4',
    'Exporting ████████████░░░░░░░░░░░░  50 %, 2 of 4',
    '',
  ])
})

test('what nobody knows the total of is counted, and what tells nothing is named', async () => {
  const { stderr, lines } = terminal()

  await withProgress({ stderr }, 'Reading', async (advance) => {
    vi.advanceTimersByTime(1_000)
    advance(12)
    vi.advanceTimersByTime(100)
  })

  expect(lines()).toEqual(['', 'Reading ...', 'Reading 12', ''])
})

test('nothing is shown of what takes less than a second', async () => {
  const { stderr, lines } = terminal()

  await withProgress({ stderr }, 'Exporting', async (advance) => {
    vi.advanceTimersByTime(900)
    advance(1, 2)
  })
  vi.advanceTimersByTime(5_000)

  expect(lines()).toEqual([''])
})

test('nothing is shown where standard error is no terminal', async () => {
  const { stderr, lines } = terminal({ isTTY: false })

  await withProgress({ stderr }, 'Exporting', async (advance) => {
    vi.advanceTimersByTime(5_000)
    advance(1, 2)
  })

  expect(lines()).toEqual([''])
})

test('a line is never wider than the terminal', async () => {
  const { stderr, lines } = terminal({ columns: 40 })

  await withProgress({ stderr }, 'Exporting 千と千尋の神隠し', async (advance) => {
    vi.advanceTimersByTime(1_000)
    advance(1, 2)
  })

  expect(
    lines()
      .map(displayWidth)
      .filter((width) => width >= 40),
  ).toEqual([])
})

test('what fails takes its bar along', async () => {
  const { stderr, lines } = terminal()

  const work = withProgress({ stderr }, 'Exporting', async () => {
    vi.advanceTimersByTime(1_000)
    throw new Error('no room')
  })

  await expect(work).rejects.toThrow('no room')
  expect(lines()).toEqual(['', 'Exporting ...', ''])
  expect(vi.getTimerCount()).toBe(0)
})
