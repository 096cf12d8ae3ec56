import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { createModelPing } from '../../src/health/model-ping.ts'
import type { Ping, PingResult } from '../../src/health/ping.ts'
import { createProbes, type ProbesOptions } from '../../src/health/probes.ts'
import { startLoopback } from '../helpers/loopback.ts'
import { until } from '../helpers/until.ts'

const NOON = Date.UTC(2026, 10, 20, 12)

function setUp(options: Pick<ProbesOptions, 'pings'> & Partial<ProbesOptions>) {
  const clock = { now: NOON }
  const lines: string[] = []
  const log = pino({ base: null, timestamp: false }, { write: (line) => void lines.push(line) })
  const probes = createProbes({ log, now: () => clock.now, everyMs: 1, ...options })
  onTestFinished(() => probes.stop())
  const logged = (): unknown[] => lines.map((line) => JSON.parse(line))
  return { probes, clock, logged }
}

/** Answers what `result` is at the moment. */
function changingPing(first: PingResult) {
  const state = { result: first, count: 0 }
  const ping: Ping = async () => {
    state.count += 1
    return state.result
  }
  return { state, ping }
}

test('what is not set up is off, and what is not tried yet unknown', () => {
  const { probes } = setUp({ pings: { radarr: async () => 'up' } })

  expect(probes.services()).toEqual({
    sonarr: { state: 'off' },
    radarr: { state: 'unknown' },
    model: { state: 'off' },
    twilio: { state: 'off' },
  })
})

test('a success has its time and its delay', async () => {
  const { probes, clock } = setUp({
    pings: {
      radarr: async () => {
        clock.now += 40
        return 'up'
      },
    },
    everyMs: 60_000,
  })

  probes.start()

  await until(() =>
    expect(probes.services().radarr).toEqual({
      state: 'up',
      lastSuccess: { at: NOON + 40, delayMs: 40 },
    }),
  )
})

test('a service is down since the first probe that failed, and remembers its last success', async () => {
  const { state, ping } = changingPing('up')
  const { probes, clock, logged } = setUp({ pings: { radarr: ping } })
  probes.start()
  await until(() => expect(probes.services().radarr.state).toBe('up'))

  state.result = 'unreachable'
  await until(() => expect(probes.services().radarr.state).toBe('down'))
  clock.now += 60_000
  state.result = 'unauthorized'
  await until(() => expect(probes.services().radarr).toMatchObject({ reason: 'unauthorized' }))

  expect(probes.services().radarr).toEqual({
    state: 'down',
    reason: 'unauthorized',
    since: NOON,
    lastSuccess: { at: NOON, delayMs: 0 },
  })

  state.result = 'up'
  await until(() => expect(probes.services().radarr.state).toBe('up'))
  expect(logged()).toEqual([
    { level: 40, service: 'radarr', reason: 'unreachable', msg: 'a service is down' },
    { level: 30, service: 'radarr', msg: 'a service is up again' },
  ])
})

test('a service that hangs is down after its timeout and spoils no other', async () => {
  const { url } = await startLoopback('hang')
  const { probes } = setUp({
    pings: { model: createModelPing({ baseUrl: url }), radarr: async () => 'up' },
    timeoutMs: 20,
  })

  probes.start()

  await until(() =>
    expect(probes.services()).toMatchObject({
      model: { state: 'down', reason: 'unreachable' },
      radarr: { state: 'up' },
    }),
  )
})

test('a probe never overlaps itself, and holds up no other', async () => {
  const { state, ping } = changingPing('up')
  let held = 0
  const holding: Ping = () => {
    held += 1
    return new Promise(() => {})
  }
  const { probes } = setUp({ pings: { radarr: holding, model: ping } })

  probes.start()

  await until(() => expect(state.count).toBeGreaterThan(5))
  expect(held).toBe(1)
})

test('a mistake of ours in a ping is logged, leaves its service unknown and spoils no other', async () => {
  const { state, ping } = changingPing('up')
  const wrong: Ping = async () => {
    throw new TypeError('a mistake')
  }
  const { probes, logged } = setUp({ pings: { radarr: wrong, model: ping } })

  probes.start()

  await until(() => expect(state.count).toBeGreaterThan(2))
  expect(probes.services()).toMatchObject({ radarr: { state: 'unknown' }, model: { state: 'up' } })
  expect(logged()[0]).toMatchObject({ level: 50, service: 'radarr', msg: 'a probe failed' })
})

test('stopping gives up what is asked, and nothing is asked or learnt any more', async () => {
  const signals: AbortSignal[] = []
  const holding: Ping = (signal) => {
    signals.push(signal)
    return new Promise(() => {})
  }
  const { probes } = setUp({ pings: { radarr: holding }, timeoutMs: 60_000 })
  probes.start()

  await probes.stop()

  expect(signals.map(({ aborted }) => aborted)).toEqual([true])
  expect(probes.services().radarr).toEqual({ state: 'unknown' })
})

test('probes that were stopped keep no process alive', async () => {
  const entry = fileURLToPath(new URL('../helpers/probing-process.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', entry], { stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))

  const [code] = await once(child, 'exit')

  expect(code).toBe(0)
})
