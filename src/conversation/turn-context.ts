import type { TitleList } from '../db/column-types.ts'
import type { Round } from '../db/rounds.ts'
import { timeInWords } from '../local-time.ts'

// What was shown yesterday is no longer what "2" means.
const LIST_LASTS_MS = 24 * 60 * 60_000
const NO_LIST: TitleList = { items: [], tool: 'find' }

/** The list the person was last shown, as long as a number can still mean it. */
export function listLastShown({ conversation }: Round, now: number): TitleList {
  const { list } = conversation.contextState
  return list && now - list.shownAt < LIST_LASTS_MS ? list : NO_LIST
}

/**
 * What changes from text to text, in one line ahead of the person's words. It stands in this
 * turn's message alone: the history keeps their words without it.
 */
export function withContext(round: Round, now: number, timeZone: string): string {
  const { user, question, text } = round
  const { items: list } = listLastShown(round, now)
  const isOpen = question && question.expiresAt >= text.receivedAt
  const facts = [
    timeInWords(now, timeZone),
    `role: ${user.role}`,
    list.length > 0 &&
      `list last shown: ${list.map(({ title, year, kind }, at) => `${at + 1} ${title} (${year}, ${kind})`).join('; ')}`,
    isOpen && `open question: ${question.sentence.replaceAll('\n', ' ')}`,
  ]
  return `[${facts.filter(Boolean).join(' | ')}]\n\n${text.body}`
}
