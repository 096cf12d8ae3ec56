import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Terminal } from './terminal.ts'

/** Writes to standard output no faster than it is read, until whoever reads it has had enough. */
export async function pipeOut(
  { stdout }: Pick<Terminal, 'stdout'>,
  pieces: Iterable<string>,
): Promise<void> {
  try {
    await pipeline(Readable.from(pieces), stdout, { end: false })
  } catch (error) {
    if (!isBrokenPipe(error)) throw error
  }
}

/** Whether somebody has read enough of the output, as `head` has. */
export function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}
