import { expect, test } from 'vitest'
import { createLanes } from '../../src/turns/lanes.ts'

/** Lanes over lists in memory; `done` says what was run, in order. */
function setUp(todo: Record<string, string[]>) {
  const done: string[] = []
  const errors: unknown[] = []
  let gate = Promise.resolve()
  let fail: Error | undefined
  const lanes = createLanes<string>({
    next: async (address) => todo[address]?.[0],
    run: async (item) => {
      await gate
      if (fail) {
        const error = fail
        fail = undefined
        throw error
      }
      for (const list of Object.values(todo)) if (list[0] === item) list.shift()
      done.push(item)
    },
    onError: (error) => errors.push(error),
    retryMs: 1,
  })
  const hold = () => {
    let open = () => {}
    gate = new Promise((resolve) => (open = resolve))
    return () => open()
  }
  const failOnce = (error: Error) => (fail = error)
  return { lanes, done, errors, hold, failOnce }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20))

test('what belongs to one phone is done in order, one after the other', async () => {
  const todo = { a: ['a1', 'a2', 'a3'] }
  const { lanes, done } = setUp(todo)

  lanes.wake('a')
  lanes.wake('a')
  await settled()

  expect(done).toEqual(['a1', 'a2', 'a3'])
})

test('a phone whose turn hangs keeps no other waiting', async () => {
  const todo = { a: ['a1'], b: ['b1'] }
  let hangs = new Promise<void>(() => {})
  const done: string[] = []
  const lanes = createLanes<string>({
    next: async (address) => (address === 'a' ? todo.a[0] : todo.b[0]),
    run: async (item) => {
      if (item === 'a1') await hangs
      todo.b.shift()
      done.push(item)
    },
    onError: () => {},
  })

  lanes.wake('a')
  lanes.wake('b')
  await settled()

  expect(done).toEqual(['b1'])
  hangs = Promise.resolve()
})

test('what comes while a lane is looking is not missed', async () => {
  const todo = { a: ['a1'] }
  const { lanes, done, hold } = setUp(todo)
  const open = hold()
  lanes.wake('a')
  await settled()

  todo.a.push('a2')
  lanes.wake('a')
  open()
  await settled()

  expect(done).toEqual(['a1', 'a2'])
})

test('a lane that failed is reported and goes on by itself', async () => {
  const { lanes, done, errors, failOnce } = setUp({ a: ['a1', 'a2'] })
  failOnce(new Error('once'))

  lanes.wake('a')
  await settled()

  expect(errors).toEqual([new Error('once')])
  expect(done).toEqual(['a1', 'a2'])
})

test('draining finishes what runs and begins nothing more', async () => {
  const { lanes, done, hold } = setUp({ a: ['a1', 'a2'] })
  const open = hold()
  lanes.wake('a')
  await settled()

  const drained = lanes.drain()
  lanes.wake('b')
  open()
  await drained

  expect(done).toEqual(['a1'])
})
