import { and, eq, gt, inArray, lte, ne, sql } from 'drizzle-orm'
import type { Period } from '../local-time.ts'
import { auditLog, mediaRequests } from './schema/records.ts'
import { requests } from './schema/requests.ts'
import type { Tx } from './tx.ts'

/** A film or show that somebody added, or asks for. */
export interface Requested {
  /** From when on it counts. */
  at: number
  /** As far as anybody can tell. */
  sizeBytes: number | null
}

/**
 * What a user added since then, and what they asked admins for who said yes or nothing yet; the
 * oldest first. What failed was not added, and what was wanted already has no size. What is dated
 * later than `until` was dated by a clock that has been set back since.
 */
export function requestedSince(tx: Tx, userId: string, { since, until }: Period): Requested[] {
  const added = tx
    .select({ at: mediaRequests.createdAt, sizeBytes: mediaRequests.sizeBytes })
    .from(mediaRequests)
    .where(
      and(
        eq(mediaRequests.userId, userId),
        gt(mediaRequests.createdAt, since),
        lte(mediaRequests.createdAt, until),
        ne(mediaRequests.state, 'failed'),
        sql`${mediaRequests.sizeBytes} is not 0`,
        // What an approval began is counted as the request that it was, also once that is open again.
        sql`not exists (
          select 1 from ${auditLog} where ${auditLog.sid} = ${mediaRequests.sid}
            and ${auditLog.action} = 'request.decided'
        )`,
      ),
    )
    .all()
  // From the yes on, which may come days later.
  const at = sql<number>`coalesce(${requests.decidedAt}, ${requests.createdAt})`
  const asked = tx
    .select({ at, sizeBytes: requests.sizeBytes })
    .from(requests)
    .where(
      and(
        eq(requests.userId, userId),
        gt(at, since),
        lte(at, until),
        eq(requests.kind, 'add'),
        inArray(requests.state, ['open', 'approved']),
      ),
    )
    .all()
  return [...added, ...asked].toSorted((one, other) => one.at - other.at)
}
