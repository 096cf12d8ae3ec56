import { and, asc, between, count, eq, gte } from 'drizzle-orm'
import type { Period } from '../local-time.ts'
import type { AuditAction } from './column-types.ts'
import { newId } from './ids.ts'
import { auditLog } from './schema/records.ts'
import type { Tx } from './tx.ts'

/** What a value was, and what it is since. */
export interface Change {
  before: AuditValue
  after: AuditValue
}

/** Null where there was none, or is none any more. */
export type AuditValue = string | number | boolean | null | readonly string[]

/** Facts about what was done; with what changed where it is a value that changed. */
export type AuditDetail = Record<string, unknown> & (Change | { before?: never; after?: never })

export interface AuditEntry {
  /** Who did it, or whom it is about where Usherr did it. Null where an operator or the clock did it. */
  userId: string | null
  /** The text by which it was done; none where it was no text. */
  sid?: string | null
  action: AuditAction
  /** What it was done to, in words: `Heat (1995)`; a conversation's id where it is one. */
  target?: string | undefined
  detail?: AuditDetail
  /** Whether nobody asked for it just then, and Usherr did it of itself. */
  isOurs?: boolean
}

/** Whose doing something is, and by which text; an operator's command has neither. */
export type DoneBy = Pick<AuditEntry, 'userId' | 'sid' | 'isOurs'>

export const BY_OPERATOR: DoneBy = { userId: null }

/** Where nobody decided, and time or the rules did. */
export const BY_USHERR: DoneBy = { userId: null, isOurs: true }

/** What stands in `detail` as `by` where Usherr did it. */
export const OURSELVES = 'usherr'

export function appendAudit(tx: Tx, { isOurs, ...entry }: AuditEntry, now: number): void {
  const by = isOurs && { detail: { ...entry.detail, by: OURSELVES } }
  tx.insert(auditLog)
    .values({ ...entry, ...by, id: newId(), createdAt: now })
    .run()
}

/** The same for what one text brings about once, however often its turn is started. */
export function appendAuditOnce(tx: Tx, entry: AuditEntry & { sid: string }, now: number): void {
  const earlier = tx
    .select({ id: auditLog.id })
    .from(auditLog)
    .where(and(eq(auditLog.sid, entry.sid), eq(auditLog.action, entry.action)))
    .limit(1)
    .get()
  if (!earlier) appendAudit(tx, entry, now)
}

/** What is of later than `until` was dated by a clock that has been set back since. */
export function countAudited(
  tx: Tx,
  userId: string,
  action: AuditAction,
  { since, until }: Period,
): number {
  const row = tx
    .select({ count: count() })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.userId, userId),
        eq(auditLog.action, action),
        between(auditLog.createdAt, since, until),
      ),
    )
    .get()
  return row?.count ?? 0
}

export function auditedSince(tx: Tx, userId: string, action: AuditAction, since: number) {
  return tx
    .select()
    .from(auditLog)
    .where(
      and(eq(auditLog.userId, userId), eq(auditLog.action, action), gte(auditLog.createdAt, since)),
    )
    .orderBy(asc(auditLog.createdAt))
    .all()
}
