import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Ping, PingResult, ServiceName } from './ping.ts'
import { afterPing, type ServiceHealth } from './service-health.ts'

export interface WatchOptions {
  log: Pick<Logger, 'error' | 'info' | 'warn'>
  now: () => number
  everyMs: number
  timeoutMs: number
}

/** Asks one service again and again, never twice at once, and keeps what it learnt last. */
export function createWatch(
  service: ServiceName,
  ping: Ping | undefined,
  { log, now, everyMs, timeoutMs }: WatchOptions,
) {
  const leaving = new AbortController()
  const { signal } = leaving
  let health: ServiceHealth = { state: ping ? 'unknown' : 'off' }
  let ended = Promise.resolve()

  /** What `ping` says in time; it is told to give up after that, and not waited for. */
  async function resultOf(ping: Ping): Promise<PingResult> {
    const attempt = new AbortController()
    const giveUp = () => attempt.abort()
    const timer = setTimeout(giveUp, timeoutMs)
    signal.addEventListener('abort', giveUp)
    try {
      const givenUp = once(attempt.signal, 'abort').then(() => 'unreachable' as const)
      return await Promise.race([ping(attempt.signal), givenUp])
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', giveUp)
    }
  }

  async function probe(ping: Ping): Promise<void> {
    const startedAt = now()
    const result = await resultOf(ping)
    if (signal.aborted) return
    const wasDown = health.state === 'down'
    health = afterPing(health, result, { startedAt, endedAt: now() })
    if (health.state === 'down' && !wasDown) {
      log.warn({ service, reason: health.reason }, 'a service is down')
    }
    if (health.state === 'up' && wasDown) log.info({ service }, 'a service is up again')
  }

  async function repeat(ping: Ping): Promise<void> {
    while (!signal.aborted) {
      await probe(ping).catch((err: unknown) => {
        health = { state: 'unknown' }
        log.error({ err, service }, 'a probe failed')
      })
      await pause(everyMs, undefined, { signal }).catch(() => {})
    }
  }

  return {
    health: (): ServiceHealth => health,

    start(): void {
      if (ping) ended = repeat(ping)
    },

    /** Gives up what is being asked; resolves when nothing will be asked any more. */
    stop(): Promise<void> {
      leaving.abort()
      return ended
    },
  }
}
