import { createInterface } from 'node:readline/promises'
import type { Terminal } from './terminal.ts'

/** Asks whoever sits at the terminal; anything but a yes is a no, and so is the end of the input. */
export async function confirm(terminal: Terminal, question: string): Promise<boolean> {
  const { stdin: input, stdout: output } = terminal
  const questions = createInterface({ input, output })
  // Without an answer at the end of input, the question would wait for ever.
  const ended = new Promise<string>((resolve) => questions.once('close', () => resolve('')))
  try {
    const answer = await Promise.race([questions.question(`${question} [y/N] `), ended])
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    questions.close()
  }
}
