import { existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { CommandError } from '../../errors.ts'
import { confirm } from '../confirm.ts'
import type { Terminal } from '../terminal.ts'
import { fileTrouble } from './file-trouble.ts'

/** @throws {CommandError} where a file is there and nobody agreed to lose it */
export async function mayWriteFile(
  terminal: Terminal,
  file: string,
  { isAgreed }: { isAgreed: boolean },
): Promise<void> {
  if (!existsSync(file)) return
  await confirm(terminal, `${file} is there already. Replace it?`, { isAgreed })
}

/**
 * Writes a file for its owner alone, under another name until it is whole: what is broken off, by
 * Ctrl-C too, leaves what was there before.
 *
 * @throws {CommandError} that says why it was not written
 */
export async function writeNewFile(file: string, pieces: AsyncIterable<string>): Promise<void> {
  const unfinished = `${file}.unfinished-${process.pid}`
  const stop = new AbortController()
  const onSignal = () => stop.abort()
  for (const signal of SIGNALS) process.once(signal, onSignal)
  try {
    await writePieces(unfinished, pieces, stop.signal)
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    if (stop.signal.aborted) throw new CommandError('Broken off, and nothing was written.')
    throw fileTrouble(error, file)
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

async function writePieces(
  path: string,
  pieces: AsyncIterable<string>,
  signal: AbortSignal,
): Promise<void> {
  const handle = await open(path, 'wx', 0o600)
  try {
    for await (const piece of pieces) {
      signal.throwIfAborted()
      await handle.writeFile(piece)
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
}
