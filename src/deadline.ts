/**
 * Makes a call and gives it up after `limitMs`, or when `signal` is aborted. (Not `AbortSignal.any`
 * with `AbortSignal.timeout`: Node 20 may collect the pair before it fires.)
 */
export async function withDeadline<T>(
  limitMs: number,
  signal: AbortSignal,
  call: (deadline: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const giveUp = () => controller.abort(signal.reason)
  const isLate = new DOMException('It took too long', 'TimeoutError')
  const timer = setTimeout(() => controller.abort(isLate), limitMs)
  signal.addEventListener('abort', giveUp)
  if (signal.aborted) giveUp()
  try {
    return await call(controller.signal)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', giveUp)
  }
}
