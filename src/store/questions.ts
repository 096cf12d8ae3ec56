import { countAudited } from '../db/audit-log.ts'
import type { Settlement } from '../db/column-types.ts'
import type { NewOutboxRow } from '../db/outbox.ts'
import {
  type CodedQuestion,
  dueChecks,
  findAction,
  findByCode,
  openQuestion,
  type PendingAction,
  recentCodes,
  settleAction,
} from '../db/pending-actions.ts'
import { beginExecuting, settleWithNotice } from '../db/settlements.ts'
import type { Period } from '../local-time.ts'
import type { Transactions } from './commit-queue.ts'

export function createQuestionsStore({ read, write, now }: Transactions) {
  return {
    open: (userId: string) => read((tx) => openQuestion(tx, userId)),

    find: (id: string) => read((tx) => findAction(tx, id)),

    findByCode: (of: CodedQuestion) => read((tx) => findByCode(tx, of)),

    recentCodes: (userId: string, since: number) => read((tx) => recentCodes(tx, userId, since)),

    countWrongCodes: (userId: string, span: Period) =>
      read((tx) => countAudited(tx, userId, 'question.wrong_code', span)),

    beginExecuting: (action: PendingAction, sid: string) =>
      write((tx) => beginExecuting(tx, action, sid, now())),

    /** Those whose turn ended before the outcome was known, due to be looked into. */
    dueChecks: () => read((tx) => dueChecks(tx, now())),

    checkAgainAt: (actionId: string, nextCheckAt: number) =>
      write((tx) => settleAction(tx, { actionId, state: 'executing', nextCheckAt }, now())),

    settle: (action: PendingAction, settlement: Settlement, notice: NewOutboxRow | undefined) =>
      write((tx) => settleWithNotice(tx, action, settlement, notice, now())),
  }
}
