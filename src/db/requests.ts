import { and, asc, between, desc, eq, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { Period } from '../local-time.ts'
import { appendAudit, BY_USHERR, type DoneBy } from './audit-log.ts'
import { newId } from './ids.ts'
import { newRequestCode } from './request-codes.ts'
import { requests } from './schema/requests.ts'
import type { Tx } from './tx.ts'

export type Request = typeof requests.$inferSelect

export type NewRequest = Pick<
  typeof requests.$inferInsert,
  | 'userId'
  | 'kind'
  | 'subject'
  | 'call'
  | 'service'
  | 'externalId'
  | 'sizeBytes'
  | 'sid'
  | 'callId'
  | 'expiresAt'
> & {
  /** A whole number from 0 up to, not including, `below`. */
  randomInt: (below: number) => number
}

/** How a request ends, and whose doing that is. */
export interface Decision {
  id: string
  state: 'approved' | 'refused' | 'lapsed'
  reason?: string | undefined
  by: DoneBy
}

const isOpen = sql`${requests.state} = 'open'`

export function openRequest(tx: Tx, { randomInt, ...request }: NewRequest, now: number): Request {
  const code = newRequestCode(tx, randomInt, now)
  const { userId, sid, kind, subject } = request
  appendAudit(tx, { userId, sid, action: 'request.made', target: subject, detail: { kind } }, now)
  return tx
    .insert(requests)
    .values({ ...request, id: newId(), code, state: 'open', createdAt: now })
    .returning()
    .get()
}

/** The request that the same call has put before. */
export function findByCall(
  tx: Tx,
  { sid, callId }: Pick<Request, 'sid' | 'callId'>,
): Request | undefined {
  return tx
    .select()
    .from(requests)
    .where(and(eq(requests.sid, sid), eq(requests.callId, callId)))
    .get()
}

/** What the same person asked of the same title, and is open or was asked since `since`, up to `until`. */
export function findEarlier(
  tx: Tx,
  { userId, kind, service, externalId, subject }: NewRequest,
  { since, until }: Period,
): Request | undefined {
  if (!service || externalId == null) return undefined
  return tx
    .select()
    .from(requests)
    .where(
      and(
        eq(requests.userId, userId),
        eq(requests.kind, kind),
        eq(requests.service, service),
        eq(requests.externalId, externalId),
        // Other seasons are another wish, in whatever words the same are named.
        eq(requests.subject, subject),
        or(isOpen, between(requests.createdAt, since, until)),
      ),
    )
    .orderBy(desc(requests.createdAt))
    .limit(1)
    .get()
}

/** The newest request with this code, in whatever state. */
export function findRequestByCode(tx: Tx, code: string): Request | undefined {
  return tx
    .select()
    .from(requests)
    .where(eq(requests.code, code))
    .orderBy(desc(requests.createdAt), desc(requests.id))
    .limit(1)
    .get()
}

/** Those of which `condition` holds as well, the oldest first. */
export function openRequests(tx: Tx, condition?: SQL): Request[] {
  return tx
    .select()
    .from(requests)
    .where(and(isOpen, condition))
    .orderBy(asc(requests.createdAt), asc(requests.id))
    .all()
}

/**
 * Decides an open request, in one statement: of two admins at once the first does. Returns it as it
 * is then; whoever decided finds their own text in it, a rerun of that text too.
 */
export function decideRequest(
  tx: Tx,
  { id, state, reason, by }: Decision,
  now: number,
): { request: Request | undefined; isNew: boolean } {
  const decided = tx
    .update(requests)
    .set({ state, reason, decidedBy: by.userId, decidedBySid: by.sid, decidedAt: now })
    .where(and(eq(requests.id, id), isOpen))
    .returning()
    .get()
  if (!decided) return { request: findRequest(tx, id), isNew: false }
  const { userId, kind, subject } = decided
  const detail = { kind, userId, before: 'open', after: state, ...(reason && { reason }) }
  appendAudit(tx, { ...by, action: 'request.decided', target: subject, detail }, now)
  return { request: decided, isNew: true }
}

export function findRequest(tx: Tx, id: string): Request | undefined {
  return tx.select().from(requests).where(eq(requests.id, id)).get()
}

/** Opens again what was approved by the text `sid` and could not be carried out. */
export function reopenRequest(tx: Tx, id: string, sid: string, now: number): void {
  const reopened = tx
    .update(requests)
    .set({ state: 'open', decidedBy: null, decidedBySid: null, decidedAt: null })
    .where(and(eq(requests.id, id), eq(requests.decidedBySid, sid), isNull(requests.doneAt)))
    .returning()
    .get()
  if (!reopened) return
  const { userId, kind, subject } = reopened
  const detail = { kind, userId, before: 'approved', after: 'open' }
  appendAudit(tx, { ...BY_USHERR, action: 'request.decided', target: subject, detail }, now)
}

/** What the text `sid` approved has been carried out; false where that is not what it waits for. */
export function finishRequest(tx: Tx, id: string, sid: string, now: number): boolean {
  const { changes } = tx
    .update(requests)
    .set({ doneAt: now })
    .where(and(eq(requests.id, id), eq(requests.decidedBySid, sid)))
    .run()
  return changes === 1
}

/** Ends what somebody waits for who was let in, or kept out, in another way. */
export function closeRequests(
  tx: Tx,
  { userId, isIn, by }: { userId: string; isIn: boolean; by: DoneBy },
  now: number,
): void {
  const isWaiting = and(eq(requests.userId, userId), isIn ? eq(requests.kind, 'join') : undefined)
  for (const { id } of openRequests(tx, isWaiting)) {
    decideRequest(tx, { id, state: isIn ? 'approved' : 'refused', by }, now)
  }
}
