import { createInterface } from 'node:readline'
import type { Terminal } from '../terminal.ts'

const LEAVING = new Set(['exit', 'quit', '/quit'])

/**
 * Each line that is typed or piped in, until the end of input or until `leaving` is aborted. The
 * prompt goes to standard error, so that standard output can be piped on even then.
 */
export async function* linesOf(
  { stdin, stderr }: Terminal,
  leaving: AbortSignal,
): AsyncGenerator<string> {
  const isTyped = stdin.isTTY === true
  const lines = createInterface({
    input: stdin,
    ...(isTyped && { output: stderr, prompt: '> ' }),
    signal: leaving,
  })
  // It takes Ctrl-C to itself; whoever waits for the signal is to hear of it.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  let isOnNewLine = false
  try {
    if (isTyped) lines.prompt()
    for await (const line of lines) {
      isOnNewLine = isTyped && LEAVING.has(line.trim().toLowerCase())
      if (isOnNewLine) return
      yield line
      if (leaving.aborted) return
      if (isTyped) lines.prompt()
    }
  } finally {
    lines.close()
    // The prompt stands there where it was Ctrl-D or Ctrl-C.
    if (isTyped && !isOnNewLine) stderr.write('\n')
  }
}
