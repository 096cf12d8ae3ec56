import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { type MediaLog, tolerantList } from '../../src/media/tolerant-list.ts'

const Film = z.object({ title: z.string() })

function setUp() {
  const warn = vi.fn<MediaLog['warn']>()
  return { warn, films: tolerantList(Film, { what: 'movie', log: { warn } }) }
}

test('an odd row is left out, and the log says where and why but not what', () => {
  const { films, warn } = setUp()

  const parsed = films.parse([{ title: 'Heat' }, { title: 1, token: 'secret' }, { title: 'Dune' }])

  expect(parsed).toEqual([{ title: 'Heat' }, { title: 'Dune' }])
  expect(warn).toHaveBeenCalledExactlyOnceWith(
    { index: 1, problem: expect.stringContaining('expected string') },
    'left out an odd movie',
  )
  expect(JSON.stringify(warn.mock.calls)).not.toContain('secret')
})

test('an empty list is a good one', () => {
  const { films } = setUp()

  expect(films.parse([])).toEqual([])
})

test.for([
  ['in which every row is odd', [{ title: 1 }, 'Heat']],
  ['that is none', { title: 'Heat' }],
] as const)('a list %s fails', ([, value]) => {
  const { films } = setUp()

  expect(films.safeParse(value).success).toBe(false)
})
