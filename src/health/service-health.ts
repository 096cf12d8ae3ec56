import type { DownReason, PingResult } from './ping.ts'

export interface Success {
  /** Epoch milliseconds. */
  at: number
  delayMs: number
}

/** `off` is not set up, `unknown` not learnt yet. */
export type ServiceHealth =
  | { state: 'off' | 'unknown' }
  | { state: 'up'; lastSuccess: Success }
  | { state: 'down'; reason: DownReason; since: number; lastSuccess: Success | undefined }

/** What is known after one more ping. */
export function afterPing(
  before: ServiceHealth,
  result: PingResult,
  { startedAt, endedAt }: { startedAt: number; endedAt: number },
): ServiceHealth {
  if (result === 'up') {
    return { state: 'up', lastSuccess: { at: endedAt, delayMs: endedAt - startedAt } }
  }
  return {
    state: 'down',
    reason: result,
    since: before.state === 'down' ? before.since : startedAt,
    lastSuccess: 'lastSuccess' in before ? before.lastSuccess : undefined,
  }
}
