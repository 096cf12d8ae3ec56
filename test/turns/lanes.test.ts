import { expect, test } from 'vitest'
import { createLanes } from '../../src/turns/lanes.ts'
import { until } from '../helpers/until.ts'

/** Lanes over lists in memory; `started` and `done` say what was run, in order. */
function setUp(todo: Record<string, string[]>) {
  const started: string[] = []
  const done: string[] = []
  const errors: unknown[] = []
  const held = new Map<string, Promise<void>>()
  let failure: Error | undefined

  const lanes = createLanes<string>({
    next: async (address) => todo[address]?.[0],
    run: async (item) => {
      started.push(item)
      await held.get(item)
      if (failure) {
        const error = failure
        failure = undefined
        throw error
      }
      for (const list of Object.values(todo)) if (list[0] === item) list.shift()
      done.push(item)
    },
    onError: (error) => errors.push(error),
    retryMs: 1,
  })
  /** The item does not end before the returned function is called. */
  const hold = (item: string) => {
    let release = () => {}
    held.set(item, new Promise((resolve) => (release = resolve)))
    return () => release()
  }
  const failOnce = (error: Error) => (failure = error)
  return { lanes, started, done, errors, hold, failOnce }
}

test('any number of turns may listen for the end of the service', async () => {
  const warnings: Error[] = []
  const note = (warning: Error) => warnings.push(warning)
  process.on('warning', note)
  const signals: AbortSignal[] = []
  const lanes = createLanes<string>({
    next: async (address) => (signals.length < 20 ? address : undefined),
    run: async (_item, signal) => {
      signals.push(signal)
      signal.addEventListener('abort', () => {})
    },
    onError: () => {},
  })

  for (let phone = 0; phone < 20; phone++) lanes.wake(String(phone))
  await until(() => expect(signals.length).toBeGreaterThanOrEqual(20))
  await lanes.drain()
  process.off('warning', note)

  expect(warnings).toEqual([])
})

test('what belongs to one phone is done in order, one after the other', async () => {
  const { lanes, done } = setUp({ a: ['a1', 'a2', 'a3'] })

  lanes.wake('a')
  lanes.wake('a')

  await until(() => expect(done).toEqual(['a1', 'a2', 'a3']))
})

test('a phone whose turn hangs keeps no other waiting', async () => {
  const { lanes, done, hold } = setUp({ a: ['a1'], b: ['b1'] })
  hold('a1')

  lanes.wake('a')
  lanes.wake('b')

  await until(() => expect(done).toEqual(['b1']))
})

test('what comes while a lane is at work is not missed', async () => {
  const todo = { a: ['a1'] }
  const { lanes, done, started, hold } = setUp(todo)
  const release = hold('a1')
  lanes.wake('a')
  await until(() => expect(started).toEqual(['a1']))

  todo.a.push('a2')
  lanes.wake('a')
  release()

  await until(() => expect(done).toEqual(['a1', 'a2']))
})

test('a lane that failed is reported and goes on by itself', async () => {
  const { lanes, done, errors, failOnce } = setUp({ a: ['a1', 'a2'] })
  failOnce(new Error('once'))

  lanes.wake('a')

  await until(() => expect(done).toEqual(['a1', 'a2']))
  expect(errors).toEqual([new Error('once')])
})

test('draining finishes what runs and begins nothing more', async () => {
  const { lanes, done, started, hold } = setUp({ a: ['a1', 'a2'], b: ['b1'] })
  const release = hold('a1')
  lanes.wake('a')
  await until(() => expect(started).toEqual(['a1']))

  const drained = lanes.drain()
  lanes.wake('b')
  release()
  await drained

  expect(done).toEqual(['a1'])
})
