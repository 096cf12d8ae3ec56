import type { Breaker } from '../breaker.ts'
import { BreakerOpenError, ModelError } from '../errors.ts'

export interface SpareOptions {
  breaker: Breaker
  /** Ends the call because we leave. */
  signal: AbortSignal
  /** Whether the call has as long as the provider is given. */
  isWaitedFor: boolean
}

/**
 * Makes a call unless the provider is out. While one call is tried nobody waits for it, because
 * plain commands answer at once.
 *
 * @throws {ModelError} in place of a `BreakerOpenError`.
 */
export async function spareProvider<T>(
  { breaker, signal, isWaitedFor }: SpareOptions,
  call: () => Promise<T>,
): Promise<T> {
  if (breaker.state() === 'half-open') throw leftAlone()
  // What ends because we leave says nothing about the provider.
  const isOutage = (error: unknown) =>
    error instanceof ModelError && error.isOutage && isWaitedFor && !signal.aborted
  return breaker.run(call, { error: isOutage }).catch((error: unknown) => {
    throw error instanceof BreakerOpenError ? leftAlone(error) : error
  })
}

function leftAlone(cause?: BreakerOpenError): ModelError {
  return new ModelError('The model provider is left alone for a while', cause && { cause })
}
