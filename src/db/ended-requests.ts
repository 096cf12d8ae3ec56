import { and, isNotNull, lt, not, or, sql } from 'drizzle-orm'
import { openRequests, type Request } from './requests.ts'
import { pendingActions } from './schema/questions.ts'
import { mediaRequests } from './schema/records.ts'
import { requests } from './schema/requests.ts'
import { inbox } from './schema/texts.ts'
import type { Tx } from './tx.ts'

/** Approved adds that nobody carries out any more, because the text that approved them has ended. */
export function forsakenRequests(tx: Tx): Request[] {
  const isUnderWay = sql`exists (
    select 1 from ${inbox} where ${inbox.sid} = ${requests.decidedBySid} and ${inbox.state} = 'waiting'
  )`
  return tx
    .select()
    .from(requests)
    .where(
      and(
        // Spelled out, because the index is of these alone.
        sql`${requests.state} = 'approved' and ${requests.kind} = 'add' and ${requests.doneAt} is null`,
        isNotNull(requests.decidedBySid),
        not(isUnderWay),
      ),
    )
    .all()
}

/** Those that nobody decided in time. */
export function overdueRequests(tx: Tx, now: number): Request[] {
  return openRequests(tx, lt(requests.expiresAt, now))
}

/** Those that have come true since they were put, whoever saw to it. Of a show nobody knows how much. */
export function fulfilledRequests(tx: Tx): Request[] {
  const isAdded = sql`exists (
    select 1 from ${mediaRequests} where ${requests.kind} = 'add' and ${requests.service} = 'radarr'
      and ${mediaRequests.state} = 'done' and ${mediaRequests.service} = ${requests.service}
      and ${mediaRequests.externalId} = ${requests.externalId}
      and ${mediaRequests.updatedAt} > ${requests.createdAt}
  )`
  const isRemoved = sql`exists (
    select 1 from ${pendingActions} where ${requests.kind} = 'remove'
      and ${pendingActions.state} = 'done'
      and ${pendingActions.choices} ->> '$.YES.tool' = 'remove'
      and ${pendingActions.fingerprint} ->> 'service' = ${requests.service}
      and ${pendingActions.fingerprint} ->> 'externalId' = ${requests.externalId}
      and ${pendingActions.updatedAt} > ${requests.createdAt}
  )`
  return openRequests(tx, or(isAdded, isRemoved))
}
