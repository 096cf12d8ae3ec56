import { setTimeout } from 'node:timers/promises'

/**
 * Does `work` at once and `everyMs` after each end of it, never twice at once; what it throws goes
 * to `onError`.
 */
export function createSweep(
  work: (signal: AbortSignal) => Promise<void>,
  onError: (error: unknown) => void,
  everyMs = 1_000,
) {
  const leaving = new AbortController()
  const { signal } = leaving
  let ended = Promise.resolve()

  async function repeat(): Promise<void> {
    while (!signal.aborted) {
      await work(signal).catch((error: unknown) => {
        // What was given up because of the leaving is no failure.
        if (!signal.aborted) onError(error)
      })
      await setTimeout(everyMs, undefined, { signal }).catch(() => {})
    }
  }

  return {
    start(): void {
      ended = repeat()
    },
    /** Resolves when what is being done has ended. */
    stop(): Promise<void> {
      leaving.abort()
      return ended
    },
  }
}
