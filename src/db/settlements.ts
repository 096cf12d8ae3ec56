import { appendAudit, type DoneBy } from './audit-log.ts'
import type { Settlement } from './column-types.ts'
import { findText, finishText, requireWaiting } from './inbox.ts'
import { hasRound, OURS, saveMessage } from './messages.ts'
import { enqueue, type NewOutboxRow } from './outbox.ts'
import {
  factsOf,
  findAction,
  findClaim,
  type PendingAction,
  settleAction,
} from './pending-actions.ts'
import type { Tx } from './tx.ts'

/** What becomes of a question, with its audit row. */
export function settle(tx: Tx, by: DoneBy, settlement: Settlement, now: number): void {
  const { actionId, state: after, nextCheckAt } = settlement
  const question = findAction(tx, actionId)
  settleAction(tx, settlement, now)
  if (!question) return
  const detail = { ...factsOf(question), nextCheckAt, before: question.state, after }
  const target = question.sentence
  appendAudit(tx, { ...by, action: 'question.settled', target, detail }, now)
}

/** What a yes began and its turn gave up on. What it may have done is looked into at `checkAt`. */
export function settleAbandoned(tx: Tx, sid: string, now: number, checkAt = now): void {
  const claim = findClaim(tx, sid)
  if (!claim) return
  const { id: actionId, userId, state } = claim
  if (state === 'claimed') settle(tx, { userId, sid }, { actionId, state: 'failed' }, now)
  if (state === 'executing') {
    settle(tx, { userId, sid }, { actionId, state: 'executing', nextCheckAt: checkAt }, now)
  }
}

/** Ends a text that gets no turn, and what an earlier start of its turn had begun. */
export function dropText(tx: Tx, sid: string, now: number, checkAt = now): void {
  settleAbandoned(tx, sid, now, checkAt)
  finishText(tx, sid, 'done', now)
}

/** Committed before the first outward call that a confirmation leads to. */
export function beginExecuting(tx: Tx, question: PendingAction, sid: string, now: number): void {
  requireWaiting(tx, sid)
  const { id, sentence: target, userId } = question
  settleAction(tx, { actionId: id, state: 'executing' }, now)
  const detail = factsOf(question)
  appendAudit(tx, { userId, sid, action: 'question.executing', target, detail }, now)
}

/**
 * Ends a question after its turn: the person may be told, and then the round goes on, unless that is
 * gone.
 */
export function settleWithNotice(
  tx: Tx,
  { userId, answeredBySid, sid: askedBySid }: PendingAction,
  settlement: Settlement,
  notice: NewOutboxRow | undefined,
  now: number,
): void {
  const sid = answeredBySid ?? askedBySid
  settle(tx, { userId, sid, isOurs: true }, settlement, now)
  if (!notice) return
  const { conversationId, round } = findText(tx, sid) ?? {}
  if (conversationId && round && hasRound(tx, conversationId, round)) {
    const said = { role: 'assistant' as const, content: notice.body, model: OURS }
    saveMessage(tx, { ...said, conversationId, round }, now)
  }
  enqueue(tx, notice, now)
}
