import type { PendingAction } from '../db/pending-actions.ts'
import { type ConfirmationWords, findTool, type Tool } from '../tools/tool.ts'

/** How the target of a confirmation is spoken of; offers have no target. */
export function confirmationWords(
  tools: readonly Tool[],
  { choices, fingerprint }: Pick<PendingAction, 'choices' | 'fingerprint'>,
): ConfirmationWords | undefined {
  const effect = findTool(tools, choices['YES']?.tool)?.confirmed
  return fingerprint ? effect?.words(fingerprint) : undefined
}
