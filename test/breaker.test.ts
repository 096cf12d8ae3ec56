import { expect, test } from 'vitest'
import { createBreaker } from '../src/breaker.ts'
import { BreakerOpenError } from '../src/errors.ts'

const OUTAGE = { error: () => true, value: (value: string) => value === 'out' }

function setUp() {
  let now = 0
  let calls = 0
  const changes: string[] = []
  const breaker = createBreaker({
    failuresToOpen: 3,
    firstPauseMs: 1_000,
    longestPauseMs: 3_000,
    now: () => now,
    onChange: (state) => changes.push(state),
  })
  const run = (call: () => Promise<string>) =>
    breaker.run(() => {
      calls += 1
      return call()
    }, OUTAGE)
  const fail = () => run(() => Promise.reject(new Error('no'))).catch((error: unknown) => error)
  const succeed = () => run(async () => 'fine').catch((error: unknown) => error)
  const open = async () => {
    for (let failure = 0; failure < 3; failure++) await fail()
  }
  return {
    breaker,
    run,
    fail,
    succeed,
    open,
    changes,
    calls: () => calls,
    advance: (ms: number) => void (now += ms),
  }
}

test('failures in a row open it, and no call is made any more', async () => {
  const { breaker, open, succeed, calls } = setUp()

  await open()

  expect(breaker.state()).toBe('open')
  expect(await succeed()).toBeInstanceOf(BreakerOpenError)
  expect(calls()).toBe(3)
})

test('failures with a success between them do not open it', async () => {
  const { breaker, fail, succeed } = setUp()

  for (let time = 0; time < 4; time++) {
    await fail()
    await fail()
    await succeed()
  }

  expect(breaker.state()).toBe('closed')
})

test('a value that stands for an outage counts like an error', async () => {
  const { breaker, run } = setUp()

  for (let time = 0; time < 3; time++) expect(await run(async () => 'out')).toBe('out')

  expect(breaker.state()).toBe('open')
})

test('an error that is no outage says that the service is there', async () => {
  const { breaker, fail } = setUp()
  await fail()
  await fail()

  const no = breaker.run(() => Promise.reject(new Error('not found')), { error: () => false })
  await expect(no).rejects.toThrow('not found')
  await fail()

  expect(breaker.state()).toBe('closed')
})

test('after a pause one call is tried, and a success closes it', async () => {
  const { breaker, open, succeed, advance } = setUp()
  await open()

  advance(999)
  expect(await succeed()).toBeInstanceOf(BreakerOpenError)
  advance(1)

  expect(await succeed()).toBe('fine')
  expect(breaker.state()).toBe('closed')
})

test('who comes during the trial waits for how it goes, and no second call is tried', async () => {
  const { breaker, run, open, succeed, calls, advance } = setUp()
  await open()
  advance(1_000)
  let answer: (value: string) => void = () => {}

  const trial = run(() => new Promise((resolve) => (answer = resolve)))
  const others = [succeed(), succeed()]
  expect(breaker.state()).toBe('half-open')
  expect(calls()).toBe(4)
  answer('fine')

  expect(await Promise.all([trial, ...others])).toEqual(['fine', 'fine', 'fine'])
})

test('a trial that fails doubles the pause, up to the longest', async () => {
  const { fail, open, succeed, advance } = setUp()
  await open()
  advance(1_000)
  await fail()

  advance(1_999)
  expect(await succeed()).toBeInstanceOf(BreakerOpenError)
  advance(1)
  await fail()
  advance(2_999)
  expect(await succeed()).toBeInstanceOf(BreakerOpenError)
  advance(1)

  expect(await succeed()).toBe('fine')
})

test('calls that were under way when it opened do not make the pause longer', async () => {
  const { breaker, run, open, succeed, advance } = setUp()
  let refuse = () => {}
  const slow = run(
    () => new Promise((_resolve, reject) => (refuse = () => reject(new Error('no')))),
  )
  await open()

  refuse()
  await expect(slow).rejects.toThrow('no')
  advance(1_000)

  expect(await succeed()).toBe('fine')
  expect(breaker.state()).toBe('closed')
})

test('it can be opened at once', async () => {
  const { breaker, succeed, advance } = setUp()

  breaker.trip()
  expect(await succeed()).toBeInstanceOf(BreakerOpenError)
  advance(1_000)

  expect(await succeed()).toBe('fine')
})

test('opening and closing are told once each, whatever fails in between', async () => {
  const { changes, fail, open, succeed, advance } = setUp()

  await open()
  advance(1_000)
  await fail()
  advance(2_000)
  await succeed()
  await succeed()

  expect(changes).toEqual(['open', 'closed'])
})
