import { createInterface } from 'node:readline/promises'
import { CommandError, InterruptedError } from '../errors.ts'
import type { Terminal } from './terminal.ts'

const UNCHANGED = 'Nothing was changed.'

/**
 * Asks before something that cannot be taken back, unless that was agreed to with `--yes`. The
 * question stands on standard error, as those of rm and sudo do: what is piped is the answer alone.
 *
 * @throws {CommandError} when the answer is no, or nobody is at the terminal
 * @throws {InterruptedError} after Ctrl-C
 */
export async function confirm(
  terminal: Terminal,
  question: string,
  { isAgreed }: { isAgreed: boolean },
): Promise<void> {
  if (isAgreed) return
  if (!terminal.stdin.isTTY) {
    throw new CommandError(`${question}\n${UNCHANGED} Add --yes to go on.`)
  }
  const answer = await ask(terminal, `${question} [y/N] `)
  if (answer === undefined) throw new CommandError(`\n${UNCHANGED}`)
  if (!/^y(es)?$/i.test(answer.trim())) throw new CommandError(UNCHANGED)
}

/** The line that is typed; undefined at the end of input, which would be waited for for ever. */
async function ask(
  { stdin: input, stderr: output }: Terminal,
  question: string,
): Promise<string | undefined> {
  const questions = createInterface({ input, output })
  const left = new Promise<undefined>((resolve, reject) => {
    questions.once('SIGINT', () => reject(new InterruptedError(`\n${UNCHANGED}`)))
    questions.once('close', () => resolve(undefined))
  })
  try {
    return await Promise.race([questions.question(question), left])
  } finally {
    questions.close()
  }
}
