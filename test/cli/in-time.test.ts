import { expect, test } from 'vitest'
import { inTime } from '../../src/cli/in-time.ts'

test('what never ends is late', async () => {
  expect(await inTime(new Promise(() => {}), 1, 'late')).toBe('late')
})

test('what ends in time counts, whether it went well or not', async () => {
  expect(await inTime(Promise.resolve('done'), 60_000, 'late')).toBe('done')
  await expect(inTime(Promise.reject(new Error('no')), 60_000, 'late')).rejects.toThrow('no')
})
