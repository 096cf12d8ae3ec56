import { expect, test } from 'vitest'
import { runClosedLoop, runOpenLoop } from '../../bench/load-loops.ts'

const requests = (count: number) => Array.from({ length: count }, (_, at) => Buffer.from(`${at}`))

test('a closed loop has one request under way on each connection and sends each once', async () => {
  let underWay = 0
  let most = 0
  const sent: string[] = []

  const outcome = await runClosedLoop(
    async (request) => {
      most = Math.max(most, ++underWay)
      sent.push(String(request))
      await new Promise(setImmediate)
      underWay--
      return request.length === 1 ? 200 : 503
    },
    requests(12),
    { connections: 3, durationMs: Infinity },
  )

  expect(most).toBe(3)
  expect(sent).toHaveLength(12)
  expect(new Set(sent).size).toBe(12)
  expect(outcome.latenciesMs).toHaveLength(10)
  expect(outcome.refused).toEqual({ 503: 2 })
})

test('in an open loop a request that waits for a slow one is late from when it was due', async () => {
  let time = 0
  let release = () => {}
  const stalled = new Promise<void>((resolve) => (release = resolve))
  let count = 0

  const { latenciesMs, elapsedMs } = await runOpenLoop(
    async () => {
      if (++count === 4) release()
      await stalled
      return 200
    },
    requests(4),
    {
      perSecond: 200,
      // Every gap is the mean one: 5 ms.
      random: () => 1 - Math.exp(-1),
      now: () => time,
      pause: async (ms) => void (time += ms),
    },
  )

  expect(latenciesMs.map(Math.round)).toEqual([15, 10, 5, 0])
  expect(Math.round(elapsedMs)).toBe(20)
})
