import { existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { confirm } from '../confirm.ts'
import { interruptible } from '../interruptible.ts'
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
 * @throws {AppError} that says why it was not written
 */
export async function writeNewFile(file: string, pieces: AsyncIterable<string>): Promise<void> {
  const unfinished = `${file}.unfinished-${process.pid}`
  await interruptible(async (leaving) => {
    try {
      await writePieces(unfinished, pieces, leaving)
      await rename(unfinished, file)
    } catch (error) {
      await rm(unfinished, { force: true })
      throw fileTrouble(error, file)
    }
  })
}

async function writePieces(
  path: string,
  pieces: AsyncIterable<string>,
  leaving: AbortSignal,
): Promise<void> {
  const handle = await open(path, 'wx', 0o600)
  try {
    for await (const piece of pieces) {
      leaving.throwIfAborted()
      await handle.writeFile(piece)
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
}
