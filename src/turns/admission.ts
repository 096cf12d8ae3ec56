import type { Text } from '../db/inbox.ts'
import type { User } from '../db/users.ts'
import { type Keyword, parseKeyword } from '../sms/keywords.ts'

/** What becomes of a text before anyone thinks about it. */
export type Admission =
  | { type: 'silence' }
  | { type: 'opt-out' }
  | { type: 'opt-in' }
  | { type: 'turn'; user: User; keyword: Command }

/** A keyword of ours, answered by code. */
export type Command = 'help' | 'more' | 'new' | 'status' | undefined

/**
 * Strangers, the blocked and the opted out reach nobody, and what the network answers itself is
 * not answered twice.
 */
export function admit({ body, channel, optOutType }: Text, user: User | undefined): Admission {
  const isOptedOut = user?.optedOutAt != null
  const keyword = parseKeyword(body, isOptedOut)

  if (optOutType === 'STOP' || keyword === 'opt-out') return { type: 'opt-out' }
  if (optOutType === 'START' || keyword === 'opt-in') return { type: 'opt-in' }
  if (optOutType === 'HELP' || isOptedOut) return { type: 'silence' }
  if (keyword === 'network-help' && channel === 'sms') return { type: 'silence' }
  if (user?.status !== 'active') return { type: 'silence' }
  return { type: 'turn', user, keyword: asCommand(keyword, user) }
}

function asCommand(
  keyword: Exclude<Keyword, 'opt-out' | 'opt-in'> | undefined,
  { role }: User,
): Command {
  // For a member it is a word like any other, and a film is called so.
  if (keyword === 'status' && role !== 'admin') return undefined
  return keyword === 'network-help' ? 'help' : keyword
}
