import type { Logger } from 'pino'
import type { Text } from '../db/inbox.ts'
import type { Round } from '../db/rounds.ts'
import { StoreUnavailableError } from '../errors.ts'
import type { Store } from '../store/store.ts'

export interface StartsOptions {
  rounds: Pick<Store['rounds'], 'open' | 'uncount'>
  log: Pick<Logger, 'warn'>
}

// A text whose turn was begun so often without getting any further is not tried again.
const MAX_STARTS = 3

/** Whether the starts before this one are all that the text gets. */
export const isPoison = ({ text }: Round): boolean => text.attempts > MAX_STARTS

/**
 * Starts turns. Against a text count those starts that it may have broken off itself: not the one
 * that met a database which could not be written, and not the one that ended because the service
 * left in order.
 */
export function createStarts({ rounds, log }: StartsOptions) {
  const excused = new Set<string>()
  let lastStarts: Promise<unknown> = Promise.resolve()

  async function counted<T>(sid: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    let uncounted = Promise.resolve()
    // At once, because the process may be gone before the step that is running has ended.
    const uncount = () => {
      uncounted = rounds.uncount(sid).catch((err: unknown) => {
        log.warn({ err, sid }, 'a turn that is broken off counts as tried')
      })
    }
    signal.addEventListener('abort', uncount)
    // Whoever leaves during the commit that counted the start is not heard any more.
    if (signal.aborted) uncount()
    try {
      return await work()
    } catch (error) {
      if (error instanceof StoreUnavailableError) excused.add(sid)
      throw error
    } finally {
      signal.removeEventListener('abort', uncount)
      await uncounted
    }
  }

  /** One after the other: each of them may be the one that ends the process. */
  function alone<T>(start: () => Promise<T>): Promise<T> {
    const started = lastStarts.then(start)
    lastStarts = started.then(
      () => {},
      () => {},
    )
    return started
  }

  return <T>(
    { sid, attempts }: Text,
    round: Omit<Parameters<Store['rounds']['open']>[0], 'sid' | 'isExcused'>,
    signal: AbortSignal,
    work: (round: Round) => Promise<T>,
  ): Promise<T> => {
    async function start(): Promise<T> {
      signal.throwIfAborted()
      const opened = await rounds.open({ ...round, sid, isExcused: excused.has(sid) })
      excused.delete(sid)
      return counted(sid, signal, () => work(opened))
    }
    // What was running beside a text that ended the process twice must not be given up with it.
    return attempts === MAX_STARTS - 1 ? alone(start) : start()
  }
}
