import { BreakerOpenError } from './errors.ts'

/** `half-open`: one call is under way that decides whether it closes again. */
export type BreakerState = 'closed' | 'open' | 'half-open'

export interface BreakerOptions {
  /** So many failures in a row open it. */
  failuresToOpen?: number
  /** How long no call is made then; twice as long each time the next one fails too. */
  firstPauseMs?: number
  longestPauseMs?: number
  /** Milliseconds of a clock that is never set back: somebody would wait for as long as that. */
  now?: () => number
  /** Told when it opens, and when it closes again; not of the pauses in between. */
  onChange?: (state: 'open' | 'closed') => void
}

/** What counts as the service being out, of what a call resolved or rejected with. */
export interface Outage<T> {
  value?: (value: T) => boolean
  error?: (error: unknown) => boolean
}

export type Breaker = ReturnType<typeof createBreaker>

/**
 * Spares a service that is out, and whoever would wait for it: after some failures in a row no call
 * is made for a while, then one alone, and all of them again once that one went well.
 */
export function createBreaker({
  failuresToOpen = 5,
  firstPauseMs = 5_000,
  longestPauseMs = 60_000,
  now = () => performance.now(),
  onChange = () => {},
}: BreakerOptions = {}) {
  let failures = 0
  let pauseMs = firstPauseMs
  /** Undefined while it is closed. */
  let triesAgainAt: number | undefined
  let trial: Promise<unknown> | undefined

  const isOpen = () => triesAgainAt !== undefined

  function close(): void {
    if (isOpen()) onChange('closed')
    failures = 0
    pauseMs = firstPauseMs
    triesAgainAt = undefined
  }

  function pause(): void {
    if (!isOpen()) onChange('open')
    triesAgainAt = now() + pauseMs
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }

  function fail(isTrial: boolean): void {
    failures += 1
    // While it is open, one that began before that says nothing new.
    if (isTrial || (!isOpen() && failures >= failuresToOpen)) pause()
  }

  async function watch<T>(call: () => Promise<T>, outage: Outage<T>, isTrial = false): Promise<T> {
    try {
      const value = await call()
      if (outage.value?.(value)) fail(isTrial)
      else close()
      return value
    } catch (error) {
      if (outage.error?.(error)) fail(isTrial)
      else close()
      throw error
    }
  }

  const isPaused = () => triesAgainAt !== undefined && triesAgainAt > now()

  return {
    state: (): BreakerState => (trial ? 'half-open' : isOpen() ? 'open' : 'closed'),

    /** Whether it is in one of its pauses, so that a call would be refused now. */
    isPaused,

    /** Opens it at once: the service said that no further call has a chance. */
    trip(): void {
      if (!isOpen()) pause()
    },

    /**
     * Makes the call and learns from it. Who comes while one call is tried waits for how it goes.
     *
     * @throws {BreakerOpenError} when no call is made now.
     */
    async run<T>(call: () => Promise<T>, outage: Outage<T>): Promise<T> {
      if (trial) await trial
      if (isPaused())
        throw new BreakerOpenError('It failed too often and is left alone for a while')
      if (!isOpen()) return watch(call, outage)

      const attempt = watch(call, outage, true)
      trial = attempt.then(
        () => (trial = undefined),
        () => (trial = undefined),
      )
      return attempt
    },
  }
}
