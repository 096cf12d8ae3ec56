import { InterruptedError } from '../errors.ts'

export interface InterruptibleOptions {
  /** What being broken off means; nothing where `work` says it itself. */
  says?: string
  /** Where `work` is not worth going on once nobody reads this any more. */
  output?: NodeJS.WritableStream
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Does `work` whose signal is aborted when the process is asked to leave, so that it takes back what
 * it has begun. Who asks twice does not wait.
 *
 * @throws {InterruptedError} when it was broken off so; what ended well all the same has ended well
 */
export async function interruptible<T>(
  work: (leaving: AbortSignal) => Promise<T>,
  { says = 'Nothing was changed.', output }: InterruptibleOptions = {},
): Promise<T> {
  const leaving = new AbortController()
  const leave = (signal: NodeJS.Signals) => leaving.abort(new InterruptedError(says, signal))
  const giveUp = (error: unknown) => leaving.abort(error)
  for (const signal of SIGNALS) process.once(signal, leave)
  output?.on('error', giveUp)
  try {
    return await work(leaving.signal)
  } catch (error) {
    throw leaving.signal.aborted ? leaving.signal.reason : error
  } finally {
    for (const signal of SIGNALS) process.off(signal, leave)
    output?.off('error', giveUp)
  }
}
