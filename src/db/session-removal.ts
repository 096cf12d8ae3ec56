import { and, asc, eq, getTableColumns, inArray, or } from 'drizzle-orm'
import { currentConversation, deleteConversation, findConversation } from './conversations.ts'
import { isWaiting, type Text } from './inbox.ts'
import { clearHistory } from './messages.ts'
import type { PendingAction } from './pending-actions.ts'
import { removeRounds } from './pruning.ts'
import { pendingActions } from './schema/questions.ts'
import { inbox } from './schema/texts.ts'
import { auditSession, type Gone, type LeftSession } from './session-changes.ts'
import type { Tx } from './tx.ts'

/** Why nothing of a session can go just now. */
export type Busy =
  /** A text's turn stores its steps there. */
  | { type: 'answering'; text: Text }
  /** A change that was confirmed there is under way, and its end is told by the question's row. */
  | { type: 'carrying-out'; question: PendingAction }

export type Removal = Gone | Busy | ({ type: 'removed' } & LeftSession)

/** Deletes all that was said in a session. Its user's open question can still be answered. */
export function clearSession(tx: Tx, id: string, now: number): Removal {
  return remove(tx, id, { action: 'session.cleared', work: clearHistory, now })
}

/** Deletes a session, with what was said and asked in it. */
export function deleteSession(tx: Tx, id: string, now: number): Removal {
  return remove(tx, id, { action: 'session.deleted', work: deleteConversation, now })
}

/**
 * Deletes the next few rounds of a session that ended before `before`, and returns how many messages
 * that were. The first of them leaves the audit row for all that follow.
 */
export function pruneSession(
  tx: Tx,
  id: string,
  { before, isFirst }: { before: number; isFirst: boolean },
  now: number,
): number {
  const removed = removeRounds(tx, id, before)
  if (removed > 0 && isFirst) {
    const userId = findConversation(tx, id)?.userId
    const detail = { userId, endedBefore: before }
    auditSession(tx, { action: 'session.pruned', target: id, detail }, now)
  }
  return removed
}

function remove(
  tx: Tx,
  id: string,
  by: {
    action: 'session.cleared' | 'session.deleted'
    work: (tx: Tx, id: string) => void
    now: number
  },
): Removal {
  const conversation = findConversation(tx, id)
  if (!conversation) return { type: 'gone' }
  const busy = busyWith(tx, id)
  if (busy) return busy

  const { userId, messageCount: before, roundCount } = conversation
  by.work(tx, id)
  const detail = { userId, roundCount, before, after: 0 }
  auditSession(tx, { action: by.action, target: id, detail }, by.now)
  // As it is left, or where nothing is, as it was.
  const left = findConversation(tx, id) ?? conversation
  return { type: 'removed', conversation: left, current: currentConversation(tx, userId) }
}

function busyWith(tx: Tx, conversationId: string): Busy | undefined {
  const text = tx
    .select()
    .from(inbox)
    .where(and(isWaiting, eq(inbox.conversationId, conversationId)))
    .orderBy(asc(inbox.position))
    .limit(1)
    .get()
  if (text) return { type: 'answering', text }
  const question = tx
    .select(getTableColumns(pendingActions))
    .from(pendingActions)
    // It may have been answered in another one than that in which it was put.
    .leftJoin(inbox, eq(inbox.sid, pendingActions.answeredBySid))
    .where(
      and(
        inArray(pendingActions.state, ['claimed', 'executing']),
        or(
          eq(pendingActions.conversationId, conversationId),
          eq(inbox.conversationId, conversationId),
        ),
      ),
    )
    .limit(1)
    .get()
  return question && { type: 'carrying-out', question }
}
