import { cutText } from '../text-width.ts'
import type { Terminal } from './terminal.ts'

/** Told how much is done, of how much in all where that is known. */
export type Advance = (done: number, total?: number) => void

const SHOWS_AFTER_MS = 1_000
const DRAWS_EVERY_MS = 100
const BAR_WIDTH = 24
const CLEAR_LINE = '\r\u001B[K'

/**
 * Shows how far `work` has come on a terminal's standard error, once it has taken longer than a
 * second, and takes the bar away when it ends, however it ends. Elsewhere nothing is shown.
 */
export async function withProgress<T>(
  { stderr }: Pick<Terminal, 'stderr'>,
  label: string,
  work: (advance: Advance) => Promise<T>,
): Promise<T> {
  if (!stderr.isTTY) return work(() => {})
  const startedAt = performance.now()
  let line = `${label} ...`
  let drawnAt: number | undefined
  const draw = () => {
    const now = performance.now()
    if (now - startedAt < SHOWS_AFTER_MS || now - (drawnAt ?? 0) < DRAWS_EVERY_MS) return
    drawnAt = now
    stderr.write(CLEAR_LINE + cutText(line, (stderr.columns || 80) - 1))
  }
  const clear = () => void (drawnAt && stderr.write(CLEAR_LINE))
  const timer = setInterval(draw, DRAWS_EVERY_MS)
  // Ctrl-C ends the process without coming back here.
  process.once('exit', clear)
  try {
    return await work((done, total) => {
      line = lineOf(label, done, total)
      // The timer alone would wait for work that does not come back to the event loop.
      draw()
    })
  } finally {
    clearInterval(timer)
    process.off('exit', clear)
    clear()
  }
}

/** `Exporting ████████░░░░░░░░  33 %, 3300 of 10000`; a count alone where nobody knows the total. */
function lineOf(label: string, done: number, total: number | undefined): string {
  if (total === undefined) return `${label} ${done}`
  const share = total === 0 ? 1 : Math.min(done / total, 1)
  const full = Math.round(share * BAR_WIDTH)
  const bar = '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full)
  const percent = String(Math.floor(share * 100)).padStart(3)
  return `${label} ${bar} ${percent} %, ${done} of ${total}`
}
