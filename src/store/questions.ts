import { type AuditEntry, appendAudit, countAudited } from '../db/audit-log.ts'
import type { Channel, Settlement } from '../db/column-types.ts'
import { OURS } from '../db/messages.ts'
import { enqueue, type NewOutboxRow } from '../db/outbox.ts'
import {
  dueChecks,
  findAction,
  findByCode,
  type PendingAction,
  openQuestion,
  recentCodes,
  settleAction,
} from '../db/pending-actions.ts'
import { appendToRound } from '../db/rounds.ts'
import type { Transactions } from './commit-queue.ts'

export function createQuestionsStore({ read, write, now }: Transactions) {
  return {
    open: (userId: string) => read((tx) => openQuestion(tx, userId)),

    find: (id: string) => read((tx) => findAction(tx, id)),

    findByCode: (of: { userId: string; channel: Channel; code: string; since: number }) =>
      read((tx) => findByCode(tx, of)),

    recentCodes: (userId: string, since: number) => read((tx) => recentCodes(tx, userId, since)),

    countWrongCodes: (userId: string, since: number) =>
      read((tx) => countAudited(tx, userId, 'question.wrong_code', since)),

    /** Committed before the first outward call that a confirmation leads to. */
    beginExecuting: (action: PendingAction, by: Pick<AuditEntry, 'userId' | 'sid'>) =>
      write((tx) => {
        settleAction(tx, { actionId: action.id, state: 'executing' }, now())
        const entry = { ...by, action: 'question.executing' as const, target: action.sentence }
        appendAudit(tx, entry, now())
      }),

    /** Those whose turn ended before the outcome was known, due to be looked into. */
    dueChecks: () => read((tx) => dueChecks(tx, now())),

    checkAgainAt: (actionId: string, nextCheckAt: number) =>
      write((tx) => settleAction(tx, { actionId, state: 'executing', nextCheckAt }, now())),

    /** Ends a question after its turn, and tells the person. */
    settle: (action: PendingAction, settlement: Settlement, notice: NewOutboxRow) =>
      write((tx) => {
        settleAction(tx, settlement, now())
        const entry = {
          userId: action.userId,
          sid: action.answeredBySid ?? action.sid,
          action: 'question.settled' as const,
          target: action.sentence,
          detail: { ...settlement },
        }
        appendAudit(tx, entry, now())
        appendToRound(
          tx,
          entry.sid,
          { role: 'assistant', content: notice.body, model: OURS },
          now(),
        )
        enqueue(tx, notice, now())
      }),
  }
}
