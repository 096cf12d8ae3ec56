import { createInterface } from 'node:readline'
import type { Screen, ScreenOptions } from './screen.ts'

const COLUMNS = 80

/** For a pipe or a file: each line waits until the one before it has had its reply. */
export function openPlainScreen({ input, output, hasColor, signal }: ScreenOptions): Screen {
  return {
    canvas: () => ({ columns: output.columns || COLUMNS, hasColor }),
    print: (drawn) => void output.write(drawn),
    async read({ enter }) {
      for await (const line of createInterface({ input, signal })) {
        if (signal.aborted) return
        await enter(line)
      }
    },
  }
}
