import {
  and,
  asc,
  between,
  desc,
  eq,
  gte,
  isNotNull,
  isNull,
  lt,
  not,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import { newCode, WRONG_CODES_COUNT_MS } from '../codes.ts'
import { type AuditEntry, appendAudit, countAudited } from './audit-log.ts'
import { newId } from './ids.ts'
import { users } from './schema/conversations.ts'
import { pendingActions } from './schema/questions.ts'
import { mediaRequests } from './schema/records.ts'
import { requests } from './schema/requests.ts'
import { inbox } from './schema/texts.ts'
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

/** How a request ends, by whom and by which text; neither where time or a command ended it. */
export interface Decision {
  id: string
  state: 'approved' | 'refused' | 'lapsed'
  reason?: string | undefined
  by: Pick<AuditEntry, 'userId' | 'sid'>
}

// A code that was decided or has lapsed goes on naming its request for so long.
const CODE_MEMORY_MS = 30 * 24 * 60 * 60_000

const isOpen = sql`${requests.state} = 'open'`

export function openRequest(tx: Tx, { randomInt, ...request }: NewRequest, now: number): Request {
  const code = codeFor(tx, randomInt, now)
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
  { since, until }: { since: number; until: number },
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

/** As long as the wrong codes of the admins ask for, whoever of them is guessed for. */
function codeFor(tx: Tx, randomInt: (below: number) => number, now: number): string {
  const rows = tx
    .select({ code: requests.code })
    .from(requests)
    .where(or(isOpen, gte(requests.createdAt, now - CODE_MEMORY_MS)))
    .all()
  // The end of a phone beside such a word names a person, and is not counted as a guess.
  const phones = tx.select({ phone: users.phone }).from(users).all()
  const taken = new Set([
    ...rows.map(({ code }) => code),
    ...phones.map(({ phone }) => phone.slice(-4)),
  ])
  return newCode(wrongCodesOfAdmins(tx, now - WRONG_CODES_COUNT_MS), taken, randomInt)
}

function wrongCodesOfAdmins(tx: Tx, since: number): number {
  const admins = tx.select({ id: users.id }).from(users).where(eq(users.role, 'admin')).all()
  const counts = admins.map(({ id }) =>
    countAudited(tx, id, 'question.wrong_code', { since, until: Infinity }),
  )
  return counts.reduce((sum, wrong) => sum + wrong, 0)
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

/** The oldest first. */
export function openRequests(tx: Tx): Request[] {
  return openWhere(tx)
}

function openWhere(tx: Tx, condition?: SQL): Request[] {
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
export function reopenRequest(tx: Tx, id: string, sid: string): void {
  tx.update(requests)
    .set({ state: 'open', decidedBy: null, decidedBySid: null, decidedAt: null })
    .where(and(eq(requests.id, id), eq(requests.decidedBySid, sid), isNull(requests.doneAt)))
    .run()
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

/** Ends what somebody waits for who was let in, or kept out, in another way. */
export function closeRequests(
  tx: Tx,
  { userId, isIn, by }: { userId: string; isIn: boolean; by: Decision['by'] },
  now: number,
): void {
  const isWaiting = and(eq(requests.userId, userId), isIn ? eq(requests.kind, 'join') : undefined)
  for (const { id } of openWhere(tx, isWaiting)) {
    decideRequest(tx, { id, state: isIn ? 'approved' : 'refused', by }, now)
  }
}

/** Those that nobody decided in time. */
export function overdueRequests(tx: Tx, now: number): Request[] {
  return openWhere(tx, lt(requests.expiresAt, now))
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
  return openWhere(tx, or(isAdded, isRemoved))
}
