import { and, eq, gt, inArray, ne, sql } from 'drizzle-orm'
import { mediaRequests } from './schema/records.ts'
import { requests } from './schema/requests.ts'
import type { Tx } from './tx.ts'

/** A film or show that somebody added, or asks for. */
export interface Requested {
  createdAt: number
  /** As far as anybody can tell. */
  sizeBytes: number | null
}

/**
 * What a user added since then, and what they asked admins for who said yes or nothing yet; the
 * oldest first. What failed was not added, and what was wanted already has no size.
 */
export function requestedSince(tx: Tx, userId: string, since: number): Requested[] {
  const added = tx
    .select({ createdAt: mediaRequests.createdAt, sizeBytes: mediaRequests.sizeBytes })
    .from(mediaRequests)
    .where(
      and(
        eq(mediaRequests.userId, userId),
        gt(mediaRequests.createdAt, since),
        ne(mediaRequests.state, 'failed'),
        sql`${mediaRequests.sizeBytes} is not 0`,
        // What an approval added is counted as the request that it was.
        sql`not exists (select 1 from ${requests} where ${requests.decidedBySid} = ${mediaRequests.sid})`,
      ),
    )
    .all()
  const asked = tx
    .select({ createdAt: requests.createdAt, sizeBytes: requests.sizeBytes })
    .from(requests)
    .where(
      and(
        eq(requests.userId, userId),
        gt(requests.createdAt, since),
        eq(requests.kind, 'add'),
        inArray(requests.state, ['open', 'approved']),
      ),
    )
    .all()
  return [...added, ...asked].toSorted((one, other) => one.createdAt - other.createdAt)
}
