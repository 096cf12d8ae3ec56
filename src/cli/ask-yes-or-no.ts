import { createInterface } from 'node:readline/promises'
import type { Terminal } from './terminal.ts'

/** Asks before something that cannot be taken back; `nobody` where no person is at the terminal. */
export async function askYesOrNo(
  { stdin: input, stdout: output }: Terminal,
  question: string,
): Promise<'yes' | 'no' | 'nobody'> {
  if (!input.isTTY) return 'nobody'
  const questions = createInterface({ input, output })
  // Without an answer at the end of input, the question would wait for ever.
  const ended = new Promise<string>((resolve) => questions.once('close', () => resolve('')))
  try {
    const answer = await Promise.race([questions.question(`${question} [y/N] `), ended])
    return /^y(es)?$/i.test(answer.trim()) ? 'yes' : 'no'
  } finally {
    questions.close()
  }
}
