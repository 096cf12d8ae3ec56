import { branchableRounds, branchConversation } from './branches.ts'
import { currentConversation, findConversation } from './conversations.ts'
import type { Parts } from './parts.ts'
import { auditSession, type Gone, type LeftSession } from './session-changes.ts'
import type { Tx } from './tx.ts'

export interface NewBranch {
  from: string
  /** The last round that it shares; the last that was answered where it is left out. */
  round?: number | undefined
  id?: string | undefined
  name?: string | undefined
}

export type Branching =
  | Gone
  | ({ type: 'branched'; round: number } & LeftSession)
  /** There is one with that id. */
  | { type: 'taken' }
  | { type: 'nothing-said' }
  /** It has other rounds than that. */
  | { type: 'outside'; first: number; last: number }

/** A branch of a session, which its user's next text goes on in. */
export function* branchSession(tx: Tx, branch: NewBranch, now: number): Parts<Branching> {
  const { id, name } = branch
  const from = findConversation(tx, branch.from)
  if (!from) return { type: 'gone' }
  if (id !== undefined && findConversation(tx, id)) return { type: 'taken' }
  const rounds = branchableRounds(tx, from.id)
  if (!rounds) return { type: 'nothing-said' }
  const { round = rounds.last } = branch
  if (round < rounds.first || round > rounds.last) return { type: 'outside', ...rounds }

  const conversation = yield* branchConversation(tx, { from, round, id, name }, now)
  const detail = { userId: from.userId, branchOf: from.id, round }
  auditSession(tx, { action: 'session.branched', target: conversation.id, detail }, now)
  const current = currentConversation(tx, from.userId)
  return { type: 'branched', conversation, current, round }
}
