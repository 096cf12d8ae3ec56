import type { Terminal } from './terminal.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Does `work`, whose signal is aborted when the process is asked to leave or nobody reads its output
 * any more. Who asks twice does not wait.
 */
export async function untilAskedToLeave<T>(
  { stdout }: Pick<Terminal, 'stdout'>,
  work: (leaving: AbortSignal) => Promise<T>,
): Promise<T> {
  const leaving = new AbortController()
  const leave = () => leaving.abort()
  for (const signal of SIGNALS) process.once(signal, leave)
  stdout.on('error', leave)
  try {
    return await work(leaving.signal)
  } finally {
    for (const signal of SIGNALS) process.off(signal, leave)
    stdout.off('error', leave)
  }
}
