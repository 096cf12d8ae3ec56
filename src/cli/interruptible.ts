import { InterruptedError } from '../errors.ts'

/**
 * Runs `work` whose signal is aborted by Ctrl-C, so that it takes back what it has begun.
 *
 * @throws {InterruptedError} when it ended so
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const leaving = new AbortController()
  const leave = () => leaving.abort()
  process.once('SIGINT', leave)
  try {
    return await work(leaving.signal)
  } catch (cause) {
    throw leaving.signal.aborted ? new InterruptedError('Nothing was changed.', { cause }) : cause
  } finally {
    process.off('SIGINT', leave)
  }
}
