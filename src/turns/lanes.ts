import { setMaxListeners } from 'node:events'
import { setTimeout } from 'node:timers/promises'

export interface LanesOptions<T> {
  /** The first thing that a lane has to do; undefined when there is nothing now. */
  next: (address: string) => Promise<T | undefined>
  run: (item: T, signal: AbortSignal) => Promise<void>
  /** Told of everything `next` and `run` throw; the lane then waits `retryMs` and goes on. */
  onError: (error: unknown) => void
  retryMs?: number
}

/**
 * One lane for each phone: what belongs to one phone happens in order, and no phone waits for
 * another. What there is to do is read from the store each time, so nothing is lost with the lanes.
 */
export function createLanes<T>({ next, run, onError, retryMs = 1_000 }: LanesOptions<T>) {
  const running = new Map<string, { isWokenAgain: boolean; finished: Promise<void> }>()
  const leaving = new AbortController()
  const { signal } = leaving
  // Every turn that is running listens to it, and Node takes more than ten for a leak.
  setMaxListeners(Infinity, signal)

  async function work(address: string): Promise<void> {
    try {
      for (let item = await next(address); item && !signal.aborted; item = await next(address)) {
        await run(item, signal)
      }
    } catch (error) {
      if (signal.aborted) return
      onError(error)
      // What failed is still in the store: it is found again by the next look.
      const lane = running.get(address)
      if (lane) lane.isWokenAgain = true
      await setTimeout(retryMs, undefined, { signal }).catch(() => {})
    }
  }

  async function follow(address: string, lane: { isWokenAgain: boolean }): Promise<void> {
    do {
      lane.isWokenAgain = false
      await work(address)
    } while (lane.isWokenAgain && !signal.aborted)
    // In the same tick as the last look, or whoever wakes the lane in between is not heard.
    running.delete(address)
  }

  return {
    /** Looks whether there is something to do for this phone, now or after what is being done. */
    wake(address: string): void {
      if (signal.aborted) return
      const lane = running.get(address)
      if (lane) {
        lane.isWokenAgain = true
        return
      }
      const started = { isWokenAgain: false, finished: Promise.resolve() }
      running.set(address, started)
      started.finished = follow(address, started)
    },

    /** Begins nothing more; resolves when what is being done has come to its next resting point. */
    async drain(): Promise<void> {
      leaving.abort()
      await Promise.all([...running.values()].map(({ finished }) => finished))
    },
  }
}
