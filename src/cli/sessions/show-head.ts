import { counted } from '../../counted.ts'
import type { Conversation } from '../../db/conversations.ts'
import type { User } from '../../db/users.ts'
import { timeInWords } from '../../local-time.ts'
import { ago } from '../ago.ts'
import { hanging } from '../hanging-lines.ts'
import { oneLine } from '../terminal.ts'
import { nameOfUser } from './session-store.ts'
import { calledIn, grouped } from './session-words.ts'

/** What is shown of a session beside what was said in it. */
export interface ShownSession {
  conversation: Conversation
  user: User | undefined
  tags: readonly string[]
}

export interface HeadView {
  now: number
  timeZone: string
  width: number | undefined
}

const LABEL_WIDTH = 10

/** What a session is, a line for each fact, before what was said in it. */
export function headOf(session: ShownSession, view: HeadView): string[] {
  const facts = factsOf(session, view).flatMap(([label, says]) =>
    hanging(label.padEnd(LABEL_WIDTH), says, view.width),
  )
  return [calledIn(session.conversation), ...facts]
}

function factsOf(
  { conversation, user, tags }: ShownSession,
  view: HeadView,
): Array<[label: string, says: string]> {
  const { now, timeZone } = view
  const { id, name, title, createdAt, updatedAt } = conversation
  const facts: Array<[string, string | false | null | undefined]> = [
    ['ID', id],
    ['Title', name !== null && title],
    ['User', user && (user.name ? `${nameOfUser(user)} (${user.phone})` : user.phone)],
    ['Status', statusOf(conversation, view)],
    ['Began', timeInWords(createdAt, timeZone)],
    ['Updated', ago(updatedAt, now, timeZone)],
    ['Messages', messagesOf(conversation)],
    ['Tokens', tokensOf(conversation)],
    ['Tags', tags.join(', ')],
    ['About', aboutOf(conversation)],
    ['Summary', summaryOf(conversation)],
  ]
  return facts.flatMap(([label, says]) => (says ? [[label, oneLine(says)]] : []))
}

function statusOf(
  { status, pausedAt, archivedAt }: ShownSession['conversation'],
  { now, timeZone }: HeadView,
): string {
  const since = pausedAt ?? archivedAt
  return since === null ? status : `${status} ${ago(since, now, timeZone)}`
}

function messagesOf({ messageCount, roundCount }: ShownSession['conversation']): string {
  const rounds = counted(roundCount, 'round')
  if (messageCount === 0) return roundCount === 0 ? '0' : `0 (${rounds} deleted)`
  return `${grouped(messageCount)} in ${rounds}`
}

function tokensOf({
  totalTokens,
  inputTokens,
  outputTokens,
  model,
}: ShownSession['conversation']): string {
  const sum = `${grouped(totalTokens)} (${grouped(inputTokens)} in, ${grouped(outputTokens)} out)`
  return model ? `${sum}, last with ${model}` : sum
}

/** The film or show that it was about last, by the number that its service knows it by. */
function aboutOf({ aboutType, aboutId }: ShownSession['conversation']): string | undefined {
  if (aboutType === null || aboutId === null) return undefined
  return `${aboutType}, ${aboutType === 'film' ? 'TMDB' : 'TVDB'} ${aboutId}`
}

function summaryOf({ summary, summaryRound }: ShownSession['conversation']): string | null {
  return summary !== null && summaryRound !== null
    ? `${summary} (up to round ${summaryRound})`
    : summary
}
