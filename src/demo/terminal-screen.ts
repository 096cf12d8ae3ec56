import { clearScreenDown, createInterface, cursorTo, moveCursor } from 'node:readline'
import { displayWidth } from '../text-width.ts'
import type { Screen, ScreenOptions } from './screen.ts'

const COLUMNS = 80

/** For a person: what is typed turns into a bubble, and bubbles appear above the line being typed. */
export function openTerminalScreen({ input, output, hasColor, signal }: ScreenOptions): Screen {
  const terminal = createInterface({ input, output, signal, terminal: true })
  const columns = () => output.columns || COLUMNS
  let isReading = false

  function eraseRows(rows: number): void {
    moveCursor(output, 0, -rows)
    cursorTo(output, 0)
    clearScreenDown(output)
  }

  return {
    canvas: () => ({ columns: columns(), hasColor }),

    print(drawn) {
      if (!isReading) return void output.write(drawn)
      const { rows } = terminal.getCursorPos()
      eraseRows(rows)
      // Readline is about to go up by as many rows, to draw what is being typed again.
      output.write(drawn + '\n'.repeat(rows))
      terminal.prompt(true)
    },

    read({ prompt, enter }) {
      isReading = true
      terminal.setPrompt(prompt())
      terminal.prompt()
      terminal.on('line', (line) => {
        // Enter has put the cursor at the start of the row below.
        eraseRows(Math.floor(displayWidth(terminal.getPrompt() + line) / columns()) + 1)
        void enter(line)
        if (!isReading) return
        terminal.setPrompt(prompt())
        terminal.prompt()
      })
      return new Promise((resolve) => {
        terminal.once('close', () => {
          eraseRows(terminal.getCursorPos().rows)
          isReading = false
          resolve()
        })
      })
    },
  }
}
