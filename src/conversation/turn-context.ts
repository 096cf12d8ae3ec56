import type { ListedTitle, TitleList } from '../db/column-types.ts'
import type { Round } from '../db/rounds.ts'
import { timeInWords } from '../local-time.ts'
import { asFact, asSaid } from './fence.ts'

const NO_LIST: TitleList = { items: [], tool: 'find', isNumbered: false }

export function listLastShown({ conversation }: Round): TitleList {
  return conversation.contextState.list ?? NO_LIST
}

/**
 * What changes from text to text, in one line ahead of the person's words. It stands in this
 * turn's message alone: the history keeps their words without it. `timeZone` is that of whoever has
 * set none.
 */
export function withContext(round: Round, now: number, timeZone: string): string {
  const { user, conversation, text } = round
  const { items, isNumbered } = listLastShown(round)
  // Of another conversation the model knows nothing.
  const question = round.question?.conversationId === conversation.id ? round.question : undefined
  const isOpen = question && question.expiresAt >= text.receivedAt
  const facts = [
    timeInWords(now, user.timeZone ?? timeZone),
    `role: ${user.role}`,
    text.channel === 'cli' && 'in a terminal, where STOP ends nothing: do not name it',
    isNumbered &&
      `list last shown: ${items.map((item, at) => `${at + 1} ${nameOf(item)}`).join('; ')}`,
    !isNumbered && items.length > 0 && `titles last named: ${items.map(nameOf).join('; ')}`,
    isOpen && `open question: ${asFact(question.sentence)}`,
  ]
  return `[${facts.filter(Boolean).join(' | ')}]\n\n${asSaid(text.body)}`
}

function nameOf({ title, year, kind }: ListedTitle): string {
  return `${asFact(title)} (${year}, ${kind})`
}
