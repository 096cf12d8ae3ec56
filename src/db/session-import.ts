import type { Parts } from './parts.ts'
import { auditSession } from './session-changes.ts'
import { type ConversationCopy, insertCopy, type Insertion } from './transfer.ts'
import type { Tx } from './tx.ts'

/** Puts an exported session back, as an operator wants it. */
export function* importSession(tx: Tx, copy: ConversationCopy, now: number): Parts<Insertion> {
  const insertion = yield* insertCopy(tx, copy)
  if (insertion.type === 'known') return insertion
  const { id: target, userId } = copy.conversation
  const detail = { userId, before: 0, after: copy.messages.length }
  auditSession(tx, { action: 'session.imported', target, detail }, now)
  return insertion
}
