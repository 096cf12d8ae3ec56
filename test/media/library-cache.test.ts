import { expect, test, vi } from 'vitest'
import { createLibraryCache } from '../../src/media/library-cache.ts'

function setUp(load: () => Promise<string>) {
  const clock = { now: 0 }
  const spy = vi.fn<() => Promise<string>>(load)
  return {
    clock,
    load: spy,
    cache: createLibraryCache({ load: spy, now: () => clock.now, ttlMs: 1000 }),
  }
}

test('what was loaded is kept until it is too old', async () => {
  const { cache, load, clock } = setUp(async () => `loaded at ${clock.now}`)

  const first = await cache.get()
  clock.now = 999
  const second = await cache.get()
  clock.now = 1000
  const third = await cache.get()

  expect([first, second, third]).toEqual(['loaded at 0', 'loaded at 0', 'loaded at 1000'])
  expect(load).toHaveBeenCalledTimes(2)
})

test('what was loaded before the clock was set back is loaded again', async () => {
  const { cache, load, clock } = setUp(async () => 'library')
  clock.now = 3_600_000

  await cache.get()
  clock.now = 0
  await cache.get()
  await cache.get()

  expect(load).toHaveBeenCalledTimes(2)
})

test('callers at the same time share one load', async () => {
  const { cache, load } = setUp(async () => 'library')

  const answers = await Promise.all([cache.get(), cache.get(), cache.get()])

  expect(answers).toEqual(['library', 'library', 'library'])
  expect(load).toHaveBeenCalledTimes(1)
})

test('a load that failed is not kept', async () => {
  const { cache, load } = setUp(async () => 'library')
  load.mockRejectedValueOnce(new Error('down'))

  await expect(cache.get()).rejects.toThrow('down')

  expect(await cache.get()).toBe('library')
})

test('an invalidated library is loaded again', async () => {
  const { cache, load } = setUp(async () => 'library')
  await cache.get()

  cache.invalidate()
  await cache.get()

  expect(load).toHaveBeenCalledTimes(2)
})

test('a load begun before an invalidation is not kept, however late it ends', async () => {
  const { cache, load } = setUp(async () => 'new')
  const slow = withResolvers()
  load.mockReturnValueOnce(slow.promise)
  const early = cache.get()

  cache.invalidate()
  const late = cache.get()
  slow.resolve('old')

  expect(await early).toBe('old')
  expect(await late).toBe('new')
  expect(await cache.get()).toBe('new')
})

test('a load that fails after an invalidation does not take the newer one with it', async () => {
  const { cache, load } = setUp(async () => 'new')
  const slow = withResolvers()
  load.mockReturnValueOnce(slow.promise)
  const early = cache.get()

  cache.invalidate()
  await cache.get()
  slow.reject(new Error('down'))
  await expect(early).rejects.toThrow('down')
  await cache.get()

  expect(load).toHaveBeenCalledTimes(2)
})

function withResolvers() {
  let resolve: (value: string) => void = () => undefined
  let reject: (reason: Error) => void = () => undefined
  const promise = new Promise<string>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve, reject }
}
