import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createBreaker } from '../../src/breaker.ts'
import { createTwilioGate, type TwilioOutcome } from '../../src/sms/twilio-gate.ts'

const SENT: TwilioOutcome = { type: 'sent', providerSid: 'SM1' }
const SHUT = { type: 'shut' }

function setUp() {
  let time = 0
  const now = () => time
  const gate = createTwilioGate({
    breaker: createBreaker({ now }),
    log: pino({ level: 'silent' }),
    now,
  })
  const { signal } = new AbortController()
  const call = (outcome: TwilioOutcome) => gate.call(async () => outcome, signal)
  return { gate, call, advance: (ms: number) => void (time += ms) }
}

/** So many calls that wait until they are answered, one after the other. */
function startCalls({ gate }: ReturnType<typeof setUp>, count: number, signal: AbortSignal) {
  const begun: number[] = []
  const answers: Array<(outcome: TwilioOutcome) => void> = []
  const calls = Array.from({ length: count }, (_, n) =>
    gate.call(() => {
      begun.push(n)
      return new Promise<TwilioOutcome>((resolve) => answers.push(resolve))
    }, signal),
  )
  const answerNext = async () => {
    answers.shift()?.(SENT)
    await new Promise(setImmediate)
  }
  return { begun, calls, answerNext }
}

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n)

test('ten calls are made at once, and the others in the order in which they came', async () => {
  const { begun, calls, answerNext } = startCalls(setUp(), 25, new AbortController().signal)
  await new Promise(setImmediate)
  expect(begun).toEqual(upTo(10))

  await answerNext()
  await answerNext()
  expect(begun).toEqual(upTo(12))

  for (let n = 0; n < 23; n += 1) await answerNext()
  expect(await Promise.all(calls)).toEqual(upTo(25).map(() => SENT))
  expect(begun).toEqual(upTo(25))
})

test('a call that fails gives its place to the next', async () => {
  const { gate, call } = setUp()
  const { signal } = new AbortController()
  const failing = upTo(10).map(() => gate.call(() => Promise.reject(new Error('no')), signal))

  await Promise.allSettled(failing)

  expect(await call(SENT)).toEqual(SENT)
})

test('a service that leaves begins none of the calls that wait', async () => {
  const leaving = new AbortController()
  const { begun, calls, answerNext } = startCalls(setUp(), 12, leaving.signal)
  await new Promise(setImmediate)

  leaving.abort()
  for (let n = 0; n < 10; n += 1) await answerNext()

  expect((await Promise.all(calls)).slice(9)).toEqual([SENT, SHUT, SHUT])
  expect(begun).toEqual(upTo(10))
})

test.for<[string, TwilioOutcome]>([
  ['an answer that says nothing', { type: 'unclear', reason: 'ECONNRESET' }],
  ['nobody reached', { type: 'deferred', code: 0 }],
  ['an answer of something on the way', { type: 'deferred', code: 407 }],
])('five times %s shut it, four do not', async ([, outcome]) => {
  const { gate, call } = setUp()
  for (let n = 0; n < 4; n += 1) await call(outcome)
  expect(gate.isShut()).toBe(false)

  await call(outcome)

  expect(gate.isShut()).toBe(true)
  expect(await call(SENT)).toEqual(SHUT)
  expect(gate.hold()).toBeUndefined()
})

test.for<[string, TwilioOutcome]>([
  ['too many requests', { type: 'deferred', code: 20429 }],
  ['a no to one text', { type: 'refused', code: 21211 }],
  ['a no to one person', { type: 'opted-out' }],
  ['a search without a find', { type: 'absent' }],
])('%s, however often, does not shut it', async ([, outcome]) => {
  const { gate, call } = setUp()

  for (let n = 0; n < 20; n += 1) await call(outcome)

  expect(gate.isShut()).toBe(false)
})

test('one no to all texts shuts it, and the pause grows while it stays so', async () => {
  const { gate, call, advance } = setUp()
  const tries: number[] = []
  for (let second = 0; second < 200; second += 1) {
    const outcome = await call({ type: 'on-hold', code: 20003 })
    if (outcome.type === 'on-hold') tries.push(second)
    advance(1_000)
  }

  expect(tries).toEqual([0, 5, 15, 35, 75, 135, 195])
  expect(gate.hold()).toEqual({ code: 20003, since: 0 })
})

test('a search that goes well does not end what holds the texts, and a text does', async () => {
  const { gate, call, advance } = setUp()
  await call({ type: 'on-hold', code: 63038 })
  advance(5_000)

  await call({ type: 'absent' })
  expect(gate.hold()).toEqual({ code: 63038, since: 0 })

  await call(SENT)
  expect(gate.hold()).toBeUndefined()
})
