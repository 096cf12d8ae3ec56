import { and, eq, gte, sql } from 'drizzle-orm'
import { BY_USHERR, type DoneBy } from './audit-log.ts'
import { enqueue, type NewOutboxRow } from './outbox.ts'
import { openQuestionsAbout } from './pending-actions.ts'
import { isAllowed } from './people.ts'
import {
  type Decision,
  decideRequest,
  findRequest,
  finishRequest,
  reopenRequest,
  type Request,
} from './requests.ts'
import { auditLog } from './schema/records.ts'
import { settle } from './settlements.ts'
import { shutOff } from './shut-off.ts'
import type { Tx } from './tx.ts'
import { changeUser } from './user-changes.ts'
import { findUser, type User } from './users.ts'

/** A decision with all that goes along in its commit. */
export interface Settling extends Decision {
  /** What becomes of who wants to be let in. */
  setUser?: { status: User['status'] }
  notices?: readonly NewOutboxRow[]
}

/** Decides a request, or finds it decided, and returns it as it is then. */
export function settleRequest(
  tx: Tx,
  { setUser, notices = [], ...decision }: Settling,
  now: number,
): Request | undefined {
  // An admin's role is looked at in the commit itself.
  if (!isAllowed(tx, decision.by)) return findRequest(tx, decision.id)
  const { request, isNew } = decideRequest(tx, decision, now)
  if (!request || !isNew) return request
  if (setUser) setStatus(tx, { ...request, ...setUser, by: decision.by }, now)
  for (const notice of notices) enqueue(tx, notice, now)
  return request
}

function setStatus(
  tx: Tx,
  { userId: id, status, by }: { userId: string; status: User['status']; by: DoneBy },
  now: number,
): void {
  const change = changeUser(tx, { id, set: { status }, by }, now)
  if (change.type !== 'changed') return
  for (const { id: actionId } of openQuestionsAbout(tx, change.after.phone)) {
    settle(tx, by, { actionId, state: 'declined' }, now)
  }
  if (status !== 'active') shutOff(tx, change.after, by, now)
}

/**
 * What came of carrying an approved request out: it stands, or waits again; who asked is told.
 * Returns it as it is then.
 */
export function concludeRequest(
  tx: Tx,
  { id, sid, isDone, notice }: { id: string; sid: string; isDone: boolean; notice?: NewOutboxRow },
  now: number,
): Request | undefined {
  if (!isDone) giveBack(tx, id, sid, now)
  // Whoever approved it may have been shut out meanwhile, and it waits for another admin.
  else if (finishRequest(tx, id, sid, now) && notice) enqueue(tx, notice, now)
  return findRequest(tx, id)
}

/** Open again, unless who asked was shut out, or given a rating limit, meanwhile. */
function giveBack(tx: Tx, id: string, sid: string, now: number): void {
  const { userId, decidedAt } = findRequest(tx, id) ?? {}
  reopenRequest(tx, id, sid, now)
  const user = userId === undefined ? undefined : findUser(tx, userId)
  if (user?.status === 'active' && !hasNewLimit(tx, user, decidedAt ?? now)) return
  decideRequest(tx, { id, state: 'refused', by: BY_USHERR }, now)
}

function hasNewLimit(tx: Tx, { id, ratingCap }: User, since: number): boolean {
  if (ratingCap === null) return false
  const row = tx
    .select({ id: auditLog.id })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.action, 'user.changed'),
        gte(auditLog.createdAt, since),
        sql`${auditLog.detail} ->> 'field' = 'ratingCap' and ${auditLog.detail} ->> 'userId' = ${id}`,
      ),
    )
    .limit(1)
    .get()
  return row !== undefined
}
