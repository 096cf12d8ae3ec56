import type { Terminal } from './terminal.ts'

/** Told how much is done, of how much in all where that is known. */
export type Advance = (done: number, total?: number) => void

const SHOWS_AFTER_MS = 1_000

/** Shows how far `work` has come, on standard error, once it takes longer than a second. */
export async function withProgress<T>(
  { stderr }: Pick<Terminal, 'stderr'>,
  label: string,
  work: (advance: Advance) => Promise<T>,
): Promise<T> {
  const startedAt = performance.now()
  let isShown = false
  try {
    return await work((done, total) => {
      if (performance.now() - startedAt < SHOWS_AFTER_MS) return
      isShown = true
      stderr.write(`\r${label} ${done}${total === undefined ? '' : ` of ${total}`}`)
    })
  } finally {
    if (isShown) stderr.write('\n')
  }
}
