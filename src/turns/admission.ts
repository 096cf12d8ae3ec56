import { isAnswerTo } from '../conversation/is-answer-to.ts'
import type { Channel } from '../db/column-types.ts'
import type { Text } from '../db/inbox.ts'
import type { PendingAction } from '../db/pending-actions.ts'
import type { User } from '../db/users.ts'
import type { OverLimit, TextLimit } from '../limits.ts'
import { type Keyword, parseKeyword } from '../sms/keywords.ts'

/** What becomes of a text before anyone thinks about it. */
export type Admission =
  | { type: 'silence' }
  | { type: 'opt-out' }
  | { type: 'opt-in' }
  /** Somebody who is not in, or not yet. */
  | { type: 'stranger'; user: User | undefined }
  | { type: 'over-limit'; user: User; over: OverLimit<TextLimit> }
  | { type: 'turn'; user: User; keyword: Command | undefined }

/** A user with the limit that they have come to and what they were asked last. */
export interface Sender {
  user: User
  over: OverLimit<TextLimit> | undefined
  question: PendingAction | undefined
}

/** A keyword of ours, answered by code. */
export type Command = 'help' | 'more' | 'new' | 'status'

/**
 * Strangers, the blocked, the opted out and who is over a limit reach no model and no service, and
 * what the network answers itself is not answered twice.
 */
export function admit(text: Text, sender: Sender | undefined): Admission {
  const { body, channel, optOutType } = text
  const { user } = sender ?? {}
  // The network carries nothing to a terminal, so it refuses nothing there either.
  const isOptedOut = channel !== 'cli' && user?.optedOutAt != null
  const keyword = wordOf(parseKeyword(body, isOptedOut), channel)

  if (optOutType === 'STOP' || keyword === 'opt-out') return { type: 'opt-out' }
  if (optOutType === 'START' || keyword === 'opt-in') return { type: 'opt-in' }
  if (optOutType === 'HELP' || isOptedOut) return { type: 'silence' }
  if (keyword === 'network-help' && channel === 'sms') return { type: 'silence' }
  if (user?.status === 'blocked') return { type: 'silence' }
  if (!sender || user?.status !== 'active') return { type: 'stranger', user }
  const over = limitOf(text, sender)
  if (over) return { type: 'over-limit', user, over }
  return { type: 'turn', user, keyword: asCommand(keyword, user) }
}

/** The network's own words say nothing to it in a terminal. */
function wordOf(keyword: Keyword | undefined, channel: Channel): Keyword | undefined {
  return channel === 'cli' && keyword === 'opt-out' ? undefined : keyword
}

function asCommand(
  keyword: Exclude<Keyword, 'opt-out' | 'opt-in'> | undefined,
  { role }: User,
): Command | undefined {
  // For a member it is a word like any other, and a film is called so.
  if (keyword === 'status' && role !== 'admin') return undefined
  return keyword === 'network-help' ? 'help' : keyword
}

/** None for an answer: what was asked within the limit is carried out, or not, as they say. */
function limitOf(text: Text, { over, question }: Sender): OverLimit<TextLimit> | undefined {
  // A text with a round was let in by an earlier start, and is counted.
  return text.round === null && !isAnswerTo(question, text) ? over : undefined
}
