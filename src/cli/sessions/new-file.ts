import { lstat, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CommandError } from '../../errors.ts'
import { confirm } from '../confirm.ts'
import { interruptible } from '../interruptible.ts'
import type { Terminal } from '../terminal.ts'
import { fileTrouble } from './file-trouble.ts'

/**
 * Where a file is to be written: a link is followed, because what it leads to is to be replaced.
 *
 * @throws {CommandError} where no file can be, or one is and nobody agreed to lose it
 */
export async function placeForFile(
  terminal: Terminal,
  file: string,
  { isAgreed }: { isAgreed: boolean },
): Promise<string> {
  const { place, isThere } = await placeOfFile(file).catch((error: unknown) => {
    throw fileTrouble(error, file)
  })
  if (isThere) await confirm(terminal, `${file} is there already. Replace it?`, { isAgreed })
  return place
}

async function placeOfFile(file: string): Promise<{ place: string; isThere: boolean }> {
  const found = await lstat(file).catch(unlessMissing)
  if (!found) return { place: file, isThere: false }
  const place = await realpath(file).catch(unlessMissing)
  if (place === undefined) throw refused(file, 'it is a link to nothing. Name another')
  const target = await stat(place)
  if (target.isDirectory()) throw refused(file, 'it is a folder. Name a file')
  // A device or a pipe that was replaced would be gone for everyone.
  if (!target.isFile()) throw refused(file, 'it is no ordinary file. Name another')
  return { place, isThere: true }
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}

function refused(file: string, says: string): CommandError {
  return new CommandError(`${file} cannot be used: ${says}.`)
}

/**
 * Writes a file for its owner alone, under another name until it is whole: what is broken off, by
 * Ctrl-C too, leaves what was there before.
 *
 * @throws {AppError} that says why it was not written
 */
export async function writeNewFile(file: string, pieces: Iterable<string>): Promise<void> {
  // Not longer than most names, so that a file of a long name can be written too.
  const unfinished = join(dirname(file), `.usherr-unfinished-${process.pid}`)
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
  pieces: Iterable<string>,
  leaving: AbortSignal,
): Promise<void> {
  const handle = await open(path, 'wx', 0o600)
  try {
    for (const piece of pieces) {
      leaving.throwIfAborted()
      await handle.writeFile(piece)
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
}
