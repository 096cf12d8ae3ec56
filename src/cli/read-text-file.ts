import { createReadStream } from 'node:fs'
import { ImportError } from '../errors.ts'
import { fileTrouble } from './sessions/file-trouble.ts'
import type { Terminal } from './terminal.ts'

export interface FileBounds {
  mostBytes: number
  /** What is said of a file that is longer, and of one that is no text. */
  tooLong: string
  notUtf8: string
}

/**
 * The text of a file, or of standard input where it is called `-`.
 *
 * @throws {AppError} that says why it cannot be read
 */
export async function readTextFile(
  { stdin }: Pick<Terminal, 'stdin'>,
  file: string,
  bounds: FileBounds,
): Promise<string> {
  try {
    const bytes = await bytesOf(file === '-' ? stdin : createReadStream(file), bounds)
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof ImportError) throw error
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      throw new ImportError(bounds.notUtf8, { cause: error })
    }
    throw fileTrouble(error, file)
  }
}

async function bytesOf(
  stream: AsyncIterable<string | Buffer>,
  { mostBytes, tooLong }: FileBounds,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > mostBytes) throw new ImportError(tooLong)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}
