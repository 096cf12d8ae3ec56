import { and, asc, desc, eq, gte, lt, sql } from 'drizzle-orm'
import { appendAudit } from './audit-log.ts'
import { newId } from './ids.ts'
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

/** How an admin decides, and by which text; an operator's command has neither. */
export interface Decision {
  id: string
  state: 'approved' | 'refused'
  reason?: string | undefined
  by?: { userId: string; sid: string }
}

// Four digits that do not begin with 0.
const CODES = 9000
// A code that was decided or has lapsed goes on naming its request for so long.
const CODE_MEMORY_MS = 30 * 24 * 60 * 60_000

/** Puts a request, or returns the one that the same call has put before. */
export function openRequest(tx: Tx, { randomInt, ...request }: NewRequest, now: number): Request {
  const earlier = findByCall(tx, request)
  if (earlier) return earlier
  const code = newCode(tx, randomInt, now - CODE_MEMORY_MS)
  const { userId, sid, kind, subject } = request
  appendAudit(tx, { userId, sid, action: 'request.made', target: subject, detail: { kind } }, now)
  return tx
    .insert(requests)
    .values({ ...request, id: newId(), code, state: 'open', createdAt: now })
    .returning()
    .get()
}

function findByCall(tx: Tx, { sid, callId }: Pick<Request, 'sid' | 'callId'>): Request | undefined {
  return tx
    .select()
    .from(requests)
    .where(and(eq(requests.sid, sid), eq(requests.callId, callId)))
    .get()
}

function newCode(tx: Tx, randomInt: (below: number) => number, since: number): string {
  const isOpen = sql`${requests.state} = 'open'`
  const rows = tx
    .select({ code: requests.code })
    .from(requests)
    .where(sql`(${isOpen} or ${requests.createdAt} >= ${since})`)
    .all()
  const taken = new Set(rows.map(({ code }) => code))
  const start = randomInt(CODES)
  const codes = Array.from({ length: CODES }, (_, step) => 1000 + ((start + step) % CODES))
  const free = codes.find((code) => !taken.has(String(code)))
  if (free === undefined) throw new Error('Every code names a request')
  return String(free)
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
  return tx
    .select()
    .from(requests)
    .where(sql`${requests.state} = 'open'`)
    .orderBy(asc(requests.createdAt), asc(requests.id))
    .all()
}

/**
 * Decides a request, in one statement: of two admins at once the first does. Returns it as it is
 * then; whoever decided finds their own text in it, a rerun of that text too.
 */
export function decideRequest(
  tx: Tx,
  { id, state, reason, by }: Decision,
  now: number,
): Request | undefined {
  const decided = tx
    .update(requests)
    .set({ state, reason, decidedBy: by?.userId, decidedBySid: by?.sid, decidedAt: now })
    .where(and(eq(requests.id, id), sql`${requests.state} = 'open'`, gte(requests.expiresAt, now)))
    .returning()
    .get()
  if (!decided) return tx.select().from(requests).where(eq(requests.id, id)).get()

  const { userId, kind, subject } = decided
  const entry = {
    userId: by?.userId ?? null,
    sid: by?.sid ?? null,
    action: 'request.decided' as const,
  }
  const detail = { kind, userId, before: 'open', after: state, ...(reason && { reason }) }
  appendAudit(tx, { ...entry, target: subject, detail }, now)
  return decided
}

/** Decides what somebody asks for, all of it or what is of one kind, where that follows from another decision. */
export function decideOpenRequests(
  tx: Tx,
  of: {
    userId: string
    kind?: Request['kind']
    state: Decision['state']
    by: { userId: string | null; sid?: string | null }
  },
  now: number,
): void {
  const { userId, kind, state, by } = of
  const decidedBy = by.userId && by.sid ? { by: { userId: by.userId, sid: by.sid } } : {}
  for (const request of openRequests(tx)) {
    const isMeant = request.userId === userId && (kind === undefined || request.kind === kind)
    if (isMeant) decideRequest(tx, { id: request.id, state, ...decidedBy }, now)
  }
}

/** Ends those that nobody decided in time, and returns them. */
export function lapseRequests(tx: Tx, now: number): Request[] {
  const lapsed = tx
    .update(requests)
    .set({ state: 'lapsed', decidedAt: now })
    .where(and(sql`${requests.state} = 'open'`, lt(requests.expiresAt, now)))
    .returning()
    .all()
  for (const { userId, sid, subject: target } of lapsed) {
    appendAudit(tx, { userId, sid, action: 'request.lapsed', target }, now)
  }
  return lapsed
}
