import type { Canvas } from './bubbles.ts'

/** Where the conversation is shown and typed. */
export interface Screen {
  canvas: () => Canvas
  /** `drawn` ends with a line break. */
  print: (drawn: string) => void
  /** Hands over each line that is entered; resolves at the end of input. */
  read: (lines: LineReader) => Promise<void>
}

export interface LineReader {
  prompt: () => string
  /** Resolves when the line is done with. */
  enter: (line: string) => Promise<void>
}

export interface ScreenOptions {
  input: NodeJS.ReadableStream
  /** Its `columns` are 0 or missing where nobody knows them. */
  output: NodeJS.WritableStream & { columns?: number }
  hasColor: boolean
  /** Ends the reading. */
  signal: AbortSignal
}
