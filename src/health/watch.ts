import { once } from 'node:events'
import type { Logger } from 'pino'
import { createSweep } from '../sweep.ts'
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
  let health: ServiceHealth = { state: ping ? 'unknown' : 'off' }

  /** What `ping` says in time; it is told to give up after that, and not waited for. */
  async function resultOf(ping: Ping, leaving: AbortSignal): Promise<PingResult> {
    const attempt = new AbortController()
    const giveUp = () => attempt.abort()
    const timer = setTimeout(giveUp, timeoutMs)
    leaving.addEventListener('abort', giveUp)
    try {
      const givenUp = once(attempt.signal, 'abort').then(() => 'unreachable' as const)
      return await Promise.race([ping(attempt.signal), givenUp])
    } finally {
      clearTimeout(timer)
      leaving.removeEventListener('abort', giveUp)
    }
  }

  async function probe(ping: Ping, leaving: AbortSignal): Promise<void> {
    const startedAt = now()
    const result = await resultOf(ping, leaving)
    if (leaving.aborted) return
    const wasDown = health.state === 'down'
    health = afterPing(health, result, { startedAt, endedAt: now() })
    if (health.state === 'down' && !wasDown) {
      log.warn({ service, reason: health.reason }, 'a service is down')
    }
    if (health.state === 'up' && wasDown) log.info({ service }, 'a service is up again')
  }

  function onError(err: unknown): void {
    health = { state: 'unknown' }
    log.error({ err, service }, 'a probe failed')
  }

  const sweep = ping && createSweep((leaving) => probe(ping, leaving), onError, everyMs)

  return {
    health: (): ServiceHealth => health,

    start: (): void => sweep?.start(),

    /** Gives up what is being asked; resolves when nothing will be asked any more. */
    stop: async (): Promise<void> => sweep?.stop(),
  }
}
