import { and, asc, desc, eq, gte, inArray, lt, lte, or } from 'drizzle-orm'
import { findText, type Text } from './inbox.ts'
import type { MediaRequest } from './media-requests.ts'
import { getRound, type Message } from './messages.ts'
import { findByKey, type OutboxRow } from './outbox.ts'
import type { PendingAction } from './pending-actions.ts'
import { findQueueItem, sidOfKey } from './queue.ts'
import { pendingActions } from './schema/questions.ts'
import { auditLog, mediaRequests } from './schema/records.ts'
import { deliveryEvents, inbox, outbox } from './schema/texts.ts'
import type { Tx } from './tx.ts'
import { findUserByPhone, type User } from './users.ts'

export type AuditRow = typeof auditLog.$inferSelect
export type Report = typeof deliveryEvents.$inferSelect

/** All that is stored of one text; each list is in the order in which it was written. */
export interface Trace {
  /** Undefined for a row of the outbox that goes back to no text. */
  text: Text | undefined
  /** Who it came from, where that is a user now. */
  sender: User | undefined
  /** The last day until then on which they were told that a limit is reached: `2026-11-20`. */
  limitDay: string | undefined
  messages: Message[]
  requests: MediaRequest[]
  audit: AuditRow[]
  /** Those that its reply put and those that it answered. */
  questions: PendingAction[]
  rows: OutboxRow[]
  reports: Report[]
}

/** By whatever `findQueueItem` finds; a text that goes out leads to the one that it answers. */
export function traceOf(tx: Tx, id: string): Trace | undefined {
  const item = findQueueItem(tx, id)
  if (item?.box === 'inbox') return traceText(tx, item.row)
  if (!item) return undefined
  const sid = sidOfKey(tx, item.row.key)
  const text = sid === null ? undefined : findText(tx, sid)
  return text ? traceText(tx, text) : { ...NOTHING, ...sendsOf(tx, [item.row]) }
}

/** Of the newest text of a phone, on whatever channel. */
export function traceNewest(tx: Tx, phone: string): Trace | undefined {
  const text = tx
    .select()
    .from(inbox)
    .where(eq(inbox.address, phone))
    .orderBy(desc(inbox.receivedAt), desc(inbox.position))
    .limit(1)
    .get()
  return text && traceText(tx, text)
}

const NOTHING = {
  text: undefined,
  sender: undefined,
  limitDay: undefined,
  messages: [],
  requests: [],
  audit: [],
  questions: [],
}

function traceText(tx: Tx, text: Text): Trace {
  const { sid } = text
  const sender = findUserByPhone(tx, text.address)
  const audit = tx
    .select()
    .from(auditLog)
    .where(eq(auditLog.sid, sid))
    .orderBy(asc(auditLog.createdAt), asc(auditLog.id))
    .all()
  const questions = tx
    .select()
    .from(pendingActions)
    .where(or(eq(pendingActions.sid, sid), eq(pendingActions.answeredBySid, sid)))
    .orderBy(asc(pendingActions.createdAt))
    .all()
  return {
    text,
    sender,
    limitDay: sender && limitDayOf(tx, sender, text),
    messages: roundsOf(text, audit).flatMap((place) =>
      getRound(tx, place.conversationId, place.round),
    ),
    requests: tx.select().from(mediaRequests).where(eq(mediaRequests.sid, sid)).all(),
    audit,
    questions,
    ...sendsOf(tx, [
      ...rowsFrom(tx, sid),
      ...answersAtDoor(tx, sid, sender),
      ...limitAnswers(tx, audit),
    ]),
  }
}

function limitDayOf(tx: Tx, { id }: User, { doneAt, receivedAt }: Text): string | undefined {
  const refused = tx
    .select({ detail: auditLog.detail })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.userId, id),
        eq(auditLog.action, 'user.over_limit'),
        lte(auditLog.createdAt, doneAt ?? receivedAt),
      ),
    )
    .orderBy(desc(auditLog.createdAt))
    .limit(1)
    .get()
  const day = refused?.detail?.['day']
  return typeof day === 'string' ? day : undefined
}

/** Its round, and those before it that ended in an apology. */
function roundsOf({ conversationId, round }: Text, audit: readonly AuditRow[]) {
  const earlier = audit
    .filter(({ action }) => action === 'queue.retried')
    .map(({ detail }) => ({ conversationId: detail?.['conversationId'], round: detail?.['round'] }))
  return [...earlier, { conversationId, round }].flatMap((place) =>
    typeof place.conversationId === 'string' && typeof place.round === 'number'
      ? { conversationId: place.conversationId, round: place.round }
      : [],
  )
}

/** Those whose key begins with `owner`, a text or a user. */
function rowsFrom(tx: Tx, owner: string): OutboxRow[] {
  return (
    tx
      .select()
      .from(outbox)
      // A range, because a unique index serves it: ";" comes right after ":".
      .where(and(gte(outbox.key, `${owner}:`), lt(outbox.key, `${owner};`)))
      .orderBy(asc(outbox.position))
      .all()
  )
}

/** What somebody who is not in was answered, whose key begins with who they are. */
function answersAtDoor(tx: Tx, sid: string, sender: User | undefined): OutboxRow[] {
  return sender ? rowsFrom(tx, sender.id).filter(({ key }) => key.endsWith(`:${sid}`)) : []
}

/** The key tells limit and day, because only the first text over a limit is answered. */
function limitAnswers(tx: Tx, audit: readonly AuditRow[]): OutboxRow[] {
  const refused = audit.find(({ action }) => action === 'user.over_limit')
  const { limit, day } = refused?.detail ?? {}
  const answer = refused && findByKey(tx, [refused.userId, 'limit', limit, day].join(':'))
  return answer ? [answer] : []
}

function sendsOf(tx: Tx, rows: OutboxRow[]): Pick<Trace, 'rows' | 'reports'> {
  const ids = rows.map(({ id }) => id)
  const reports = tx
    .select()
    .from(deliveryEvents)
    .where(inArray(deliveryEvents.outboxId, ids))
    .orderBy(asc(deliveryEvents.receivedAt), asc(deliveryEvents.id))
    .all()
  return { rows, reports }
}
