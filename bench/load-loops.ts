import { setTimeout } from 'node:timers/promises'

/** Sends one prepared request over a free connection; resolves with the answer's status. */
export type Send = (request: Buffer) => Promise<number>

export interface LoopOutcome {
  elapsedMs: number
  /** One for each request that was answered with a 200. */
  latenciesMs: number[]
  /** Answers other than 200, by status. */
  refused: Record<number, number>
}

/**
 * Each of `connections` sends its next request as soon as the last one is answered, until the
 * time is over or the requests are.
 */
export async function runClosedLoop(
  send: Send,
  requests: readonly Buffer[],
  { connections, durationMs }: { connections: number; durationMs: number },
): Promise<LoopOutcome> {
  const tally = createTally()
  const startedAt = performance.now()
  let next = 0

  async function work(): Promise<void> {
    for (;;) {
      const request = requests[next++]
      const sentAt = performance.now()
      if (!request || sentAt - startedAt >= durationMs) return
      tally.add(await send(request), sentAt)
    }
  }
  await Promise.all(Array.from({ length: connections }, work))
  return { elapsedMs: performance.now() - startedAt, ...tally.outcome }
}

export interface OpenLoopOptions {
  perSecond: number
  random?: () => number
  now?: () => number
  pause?: (ms: number) => Promise<void>
}

/**
 * Requests leave at times of their own, `perSecond` of them on average at random distances,
 * whatever became of the earlier ones. Latency counts from the planned time, so a request that had
 * to wait for a slow one before it is as late as it was for the one who sent it.
 */
export async function runOpenLoop(
  send: Send,
  requests: readonly Buffer[],
  options: OpenLoopOptions,
): Promise<LoopOutcome> {
  const { perSecond, random = Math.random, now = () => performance.now() } = options
  const { pause = (ms) => setTimeout(ms) } = options
  const tally = createTally(now)
  const startedAt = now()
  const running: Promise<void>[] = []
  let dueAt = startedAt
  for (const request of requests) {
    dueAt += (-Math.log(1 - random()) * 1000) / perSecond
    const plannedAt = dueAt
    const earlyMs = plannedAt - now()
    if (earlyMs > 0) await pause(earlyMs)
    running.push(send(request).then((status) => tally.add(status, plannedAt)))
  }
  await Promise.all(running)
  return { elapsedMs: now() - startedAt, ...tally.outcome }
}

function createTally(now = () => performance.now()) {
  const outcome = { latenciesMs: new Array<number>(), refused: {} as Record<number, number> }
  return {
    outcome,
    add(status: number, since: number): void {
      if (status === 200) outcome.latenciesMs.push(now() - since)
      else outcome.refused[status] = (outcome.refused[status] ?? 0) + 1
    },
  }
}
