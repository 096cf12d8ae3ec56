import { CommandError } from '../errors.ts'
import { askYesOrNo } from './ask-yes-or-no.ts'
import type { Terminal } from './terminal.ts'

/**
 * Asks before something that cannot be taken back, unless that was agreed to with `--yes`.
 *
 * @throws {CommandError} when the answer is no, or nobody is at the terminal
 */
export async function confirm(
  terminal: Terminal,
  question: string,
  { isAgreed }: { isAgreed: boolean },
): Promise<void> {
  if (isAgreed) return
  const answer = await askYesOrNo(terminal, question)
  if (answer === 'no') throw new CommandError('Nothing was changed.')
  if (answer === 'nobody') throw new CommandError('Nothing was changed. Add --yes to go on.')
}
