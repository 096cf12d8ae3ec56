import type { ListedTitle } from '../db/column-types.ts'
import type { Round } from '../db/rounds.ts'
import { timeInWords } from '../local-time.ts'

/** The titles that a number, or "that one" where there is but one, can mean. */
export function choosable({ conversation }: Round): readonly ListedTitle[] {
  const { items, isNumbered } = conversation.contextState.list ?? { items: [], isNumbered: false }
  return isNumbered || items.length === 1 ? items : []
}

/**
 * What changes from text to text, in one line ahead of the person's words. It stands in this
 * turn's message alone: the history keeps their words without it.
 */
export function withContext(round: Round, now: number, timeZone: string): string {
  const { user, question, text, conversation } = round
  const named = conversation.contextState.list?.items ?? []
  const chosenFrom = choosable(round)
  const isOpen = question && question.expiresAt >= text.receivedAt
  const facts = [
    timeInWords(now, timeZone),
    `role: ${user.role}`,
    chosenFrom.length > 0
      ? `list last shown: ${chosenFrom.map((item, at) => `${at + 1} ${nameOf(item)}`).join('; ')}`
      : named.length > 0 && `titles last named: ${named.map(nameOf).join('; ')}`,
    isOpen && `open question: ${question.sentence.replaceAll('\n', ' ')}`,
  ]
  return `[${facts.filter(Boolean).join(' | ')}]\n\n${text.body}`
}

function nameOf({ title, year, kind }: ListedTitle): string {
  return `${title} (${year}, ${kind})`
}
