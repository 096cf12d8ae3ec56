import { and, eq, gte, sql } from 'drizzle-orm'
import type { LimitName } from '../limits.ts'
import { users } from './schema/conversations.ts'
import { auditLog } from './schema/records.ts'
import type { Tx } from './tx.ts'

export interface PersonOverLimit {
  name: string | null
  phone: string
  limit: LimitName
}

/** Who came to which limit on `day`, `2026-11-20`, which began at `since`; each once. */
export function peopleOverLimits(tx: Tx, day: string, since: number): PersonOverLimit[] {
  const limit = sql<LimitName>`${auditLog.detail} ->> 'limit'`
  return tx
    .selectDistinct({ name: users.name, phone: users.phone, limit })
    .from(users)
    .innerJoin(auditLog, eq(auditLog.userId, users.id))
    .where(
      and(
        eq(auditLog.action, 'user.over_limit'),
        gte(auditLog.createdAt, since),
        sql`${auditLog.detail} ->> 'day' = ${day}`,
      ),
    )
    .orderBy(users.createdAt, users.id)
    .all()
}
