import type { Logger } from 'pino'
import { SyncError, type SyncFailure } from '../errors.ts'
import type { Store } from '../store/store.ts'
import { push } from './push.ts'
import type { Remote } from './remote.ts'

export interface BackgroundSyncOptions {
  local: Store['sync']
  remote: Remote
  log: Pick<Logger, 'error' | 'info' | 'warn'>
  now: () => number
  /** Waits as long, or until the signal is aborted. */
  pause: (ms: number, signal: AbortSignal) => Promise<unknown>
  random: () => number
  /** How long it waits after a turn for what else comes, and for its reply to be sent. */
  settleMs?: number
  /** How often it looks for what no turn has changed. */
  everyMs?: number
}

export type BackgroundSync = ReturnType<typeof createBackgroundSync>

const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 5 * 60_000

/** Copies what has changed to the server, beside everything else that goes on. */
export function createBackgroundSync(options: BackgroundSyncOptions) {
  const { local, remote, log, now, pause, random, settleMs = 2_000, everyMs = 60_000 } = options
  const leaving = new AbortController()
  const { signal } = leaving
  let ended = Promise.resolve()
  let failures = 0
  let failure: SyncFailure | undefined
  const alarm = createAlarm(pause, signal)

  async function pushOnce(): Promise<void> {
    const { lag, isCopying } = await local.standing()
    if (lag === 0 && !isCopying) return
    // A command that pushes at this moment does the same.
    const lock = local.lock()
    if (!lock) return
    try {
      const rows = await push({ local, remote, signal, now })
      if (failure) log.info({ rows }, 'the copy is up to date again')
      failures = 0
      failure = undefined
    } finally {
      lock.release()
    }
  }

  function failed(err: unknown): void {
    if (signal.aborted) return
    const found = err instanceof SyncError ? err.failure : 'rejected'
    if (!(err instanceof SyncError)) log.error({ err }, 'the sync failed and is tried again')
    else if (found !== failure) log.warn({ reason: found, says: err.message }, 'the sync waits')
    failure = found
    failures += 1
  }

  /** Between half of it and all of it, so that several households do not come at once. */
  const retryAfterMs = () =>
    Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS) * (0.5 + random() / 2)

  async function repeat(): Promise<void> {
    while (!signal.aborted) {
      await pushOnce().catch(failed)
      if (failures === 0) await alarm.next(everyMs)
      await pause(failures > 0 ? retryAfterMs() : settleMs, signal).catch(() => {})
    }
  }

  return {
    start: (): void => {
      ended = repeat()
    },
    /** Gives up what is being pushed; it is pushed after the next start. */
    stop: (): Promise<void> => {
      leaving.abort()
      return ended
    },
    /** Something was changed. It is pushed by and by, and the caller waits for nothing. */
    wake: (): void => alarm.ring(),
    /** What the last push failed of. */
    failure: (): SyncFailure | undefined => failure,
  }
}

/** Waits that end early once it rings, also where it rang before they began. */
function createAlarm(pause: BackgroundSyncOptions['pause'], signal: AbortSignal) {
  let hasRung = false
  let end = (): void => {}
  return {
    ring: (): void => {
      hasRung = true
      end()
    },

    next: async (withinMs: number): Promise<void> => {
      const early = new AbortController()
      end = () => early.abort()
      signal.addEventListener('abort', end)
      if (hasRung || signal.aborted) end()
      await pause(withinMs, early.signal).catch(() => {})
      signal.removeEventListener('abort', end)
      hasRung = false
    },
  }
}
