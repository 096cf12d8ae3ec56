import { and, asc, count, eq, gte } from 'drizzle-orm'
import type { AuditAction } from './column-types.ts'
import { newId } from './ids.ts'
import { auditLog } from './schema/records.ts'
import type { Tx } from './tx.ts'

export interface AuditEntry {
  /** Null where an operator did it. */
  userId: string | null
  /** The text by which it was done; none where it was no text. */
  sid?: string | null
  action: AuditAction
  /** What it was done to, in words: `Heat (1995)`; a conversation's id where it is one. */
  target?: string | undefined
  detail?: Record<string, unknown>
}

export function appendAudit(tx: Tx, entry: AuditEntry, now: number): void {
  tx.insert(auditLog)
    .values({ ...entry, id: newId(), createdAt: now })
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

export function countAudited(tx: Tx, userId: string, action: AuditAction, since: number): number {
  const row = tx
    .select({ count: count() })
    .from(auditLog)
    .where(
      and(eq(auditLog.userId, userId), eq(auditLog.action, action), gte(auditLog.createdAt, since)),
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
