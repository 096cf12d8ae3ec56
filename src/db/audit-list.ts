import { and, desc, eq, gte, sql } from 'drizzle-orm'
import type { Page } from './conversation-list.ts'
import { conversations, users } from './schema/conversations.ts'
import { auditLog } from './schema/records.ts'
import { inbox, outbox } from './schema/texts.ts'
import type { Tx } from './tx.ts'

export interface AuditFilter {
  /** Whose doing it was. */
  userId?: string | undefined
  /** Epoch milliseconds. */
  since?: number | undefined
}

export type ListedAudit = ReturnType<typeof listAudit>['entries'][number]

/**
 * A page of what was done, the newest on the first, in the order in which it was done. Ids grow with
 * time, so the primary key is the order and only what is on the page is joined.
 */
export function listAudit(tx: Tx, { userId, since }: AuditFilter, { limit, page }: Page) {
  const picked = tx
    .select()
    .from(auditLog)
    .where(
      and(
        // Not the column alone, or SQLite sorts all that they ever did: 4 s of a million rows.
        userId === undefined ? undefined : sql`${auditLog.userId} || '' = ${userId}`,
        since === undefined ? undefined : gte(auditLog.createdAt, since),
      ),
    )
    .orderBy(desc(auditLog.id))
    // One more says whether there are older ones.
    .limit(limit + 1)
    .offset((page - 1) * limit)
    .as('picked')
  const rows = tx
    .select({
      id: picked.id,
      createdAt: picked.createdAt,
      userId: picked.userId,
      userName: users.name,
      phone: users.phone,
      sid: picked.sid,
      /** Of that text, and of the row of the outbox or the session that `target` names. */
      textPosition: inbox.position,
      rowPosition: outbox.position,
      sessionName: conversations.name,
      sessionTitle: conversations.title,
      action: picked.action,
      target: picked.target,
      detail: picked.detail,
    })
    .from(picked)
    .leftJoin(users, eq(users.id, picked.userId))
    .leftJoin(inbox, eq(inbox.sid, picked.sid))
    .leftJoin(outbox, eq(outbox.id, picked.target))
    .leftJoin(conversations, eq(conversations.id, picked.target))
    .orderBy(desc(picked.id))
    .all()
  return { entries: rows.slice(0, limit).toReversed(), hasOlder: rows.length > limit }
}
