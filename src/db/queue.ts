import { and, asc, eq, gt, inArray, ne, or, sql } from 'drizzle-orm'
import { appendAudit } from './audit-log.ts'
import { findText, isWaiting, type Text } from './inbox.ts'
import { renameRequests } from './media-requests.ts'
import {
  findByKey,
  findOutboxRow,
  isBehindQuestion,
  isUnsent,
  markFailed,
  type OutboxRow,
} from './outbox.ts'
import { isQuiet } from './quiet-rows.ts'
import { deliveryEvents, inbox, outbox } from './schema/texts.ts'
import { dropText } from './settlements.ts'
import type { Tx } from './tx.ts'

/** A text that came, or one that goes out. */
export type QueueItem = { box: 'inbox'; row: Text } | { box: 'outbox'; row: OutboxRow }

/** Why an operator cannot have it so. */
export type QueueRefusal =
  | 'answered'
  | 'waiting'
  | 'sending'
  | 'sent'
  | 'given-up'
  | 'no-use'
  | 'in-terminal'
  | 'no-terminal'

/** The error code of a row that an operator took out of the queue. */
const DROPPED = 'dropped'

// The turn of a text that is dropped may still be running, and it looks for the outcome itself.
const CHECK_AFTER_MS = 2 * 60_000

/** `in-7` and `out-12`: short enough for a table, and never given twice. */
export function nameOf({ box, row }: QueueItem): string {
  return `${box === 'inbox' ? 'in' : 'out'}-${row.position}`
}

/**
 * What waits and what was given up, the oldest first; of what was not delivered only that queued
 * after `since`. "Still on it..." is of no use later and is not told, nor is what was dropped.
 */
export function listQueue(tx: Tx, since: number): QueueItem[] {
  const texts = tx
    .select()
    .from(inbox)
    .where(or(isWaiting, sql`${inbox.state} = 'parked'`))
    .all()
  const isLost = and(
    inArray(outbox.state, ['failed', 'undelivered']),
    gt(outbox.createdAt, since),
    ne(outbox.kind, 'busy'),
    sql`${outbox.errorCode} is not ${DROPPED}`,
  )
  const rows = tx
    .select()
    .from(outbox)
    .where(or(isUnsent, isLost))
    .orderBy(asc(outbox.position))
    .all()
  const items: QueueItem[] = [
    ...texts.map((row) => ({ box: 'inbox' as const, row })),
    ...rows.map((row) => ({ box: 'outbox' as const, row })),
  ]
  return items.toSorted((one, other) => beganAt(one) - beganAt(other))
}

/** What keeps back rows of the outbox, beside what stands in each. */
export interface Obstacles {
  /** Ids of notices that wait until their person has answered a question with a code. */
  unanswered: ReadonlySet<string>
  /** Ids of those that wait until somebody's quiet hours are over. */
  quiet: ReadonlySet<string>
  /** What Twilio said last of those that wait. */
  codes: readonly string[]
}

export function findObstacles(tx: Tx, now: number): Obstacles {
  const rows = tx
    .select({
      id: outbox.id,
      code: outbox.errorCode,
      isBehind: sql<number>`${isBehindQuestion(now)}`,
      isQuiet: sql<number>`${isQuiet(now)}`,
    })
    .from(outbox)
    .where(isUnsent)
    .all()
  return {
    unanswered: new Set(rows.filter((row) => row.isBehind).map(({ id }) => id)),
    quiet: new Set(rows.filter((row) => row.isQuiet).map(({ id }) => id)),
    codes: rows.flatMap(({ code }) => code ?? []),
  }
}

/** When a text came, or was queued to be sent. */
export function beganAt(item: QueueItem): number {
  return item.box === 'inbox' ? item.row.receivedAt : item.row.createdAt
}

/** Found by its short name, a MessageSid of either direction, or the id or key of an outbox row. */
export function findQueueItem(tx: Tx, id: string): QueueItem | undefined {
  const [, box, position] = /^(in|out)-(\d+)$/.exec(id) ?? []
  const text =
    box === 'in'
      ? tx
          .select()
          .from(inbox)
          .where(eq(inbox.position, Number(position)))
          .get()
      : findText(tx, id)
  if (text) return { box: 'inbox', row: text }
  const row =
    box === 'out'
      ? tx
          .select()
          .from(outbox)
          .where(eq(outbox.position, Number(position)))
          .get()
      : (findOutboxRow(tx, id) ?? findByKey(tx, id) ?? findBySid(tx, id))
  return row && { box: 'outbox', row }
}

/** Also by the sid of a send before the last. */
function findBySid(tx: Tx, providerSid: string): OutboxRow | undefined {
  const row = tx.select().from(outbox).where(eq(outbox.providerSid, providerSid)).get()
  if (row) return row
  const event = tx
    .select({ outboxId: deliveryEvents.outboxId })
    .from(deliveryEvents)
    .where(eq(deliveryEvents.providerSid, providerSid))
    .limit(1)
    .get()
  return event && findOutboxRow(tx, event.outboxId)
}

/** Why this cannot have its turn, or be sent, once more; undefined where it can. */
export function refusesRetry({ box, row }: QueueItem): QueueRefusal | undefined {
  if (box === 'inbox') {
    if (row.state === 'done') return 'answered'
    if (row.state === 'waiting') return 'waiting'
    return row.channel === 'cli' ? 'no-terminal' : undefined
  }
  if (row.channel === 'cli') return 'in-terminal'
  if (row.kind === 'busy') return 'no-use'
  if (row.state === 'sending') return 'sending'
  return row.state === 'sent' || row.state === 'delivered' ? 'sent' : undefined
}

/** Why this cannot be dropped; undefined where it can. */
export function refusesDrop({ box, row }: QueueItem): QueueRefusal | undefined {
  if (box === 'inbox') return row.state === 'done' ? 'answered' : undefined
  if (row.channel === 'cli') return 'in-terminal'
  if (row.state === 'pending') return undefined
  if (row.state === 'sending') return 'sending'
  return row.state === 'sent' || row.state === 'delivered' ? 'sent' : 'given-up'
}

export function retry(tx: Tx, item: QueueItem, now: number): void {
  if (item.box === 'inbox') retryText(tx, item.row, now)
  else retryRow(tx, item.row, now)
}

/**
 * A parked text has its turn again, in a new round: what was called in the old one is history, and
 * a question that it answered is settled. It was counted with its first round, so that number stays.
 */
function retryText(tx: Tx, { sid, conversationId, round }: Text, now: number): void {
  freeReplyKey(tx, sid)
  renameRequests(tx, sid, round)
  tx.update(inbox)
    .set({ state: 'waiting', attempts: 0, conversationId: null, doneAt: null })
    .where(eq(inbox.sid, sid))
    .run()
  const detail = { conversationId, round, before: 'parked', after: 'waiting' }
  appendAudit(tx, { userId: null, sid, action: 'queue.retried', detail }, now)
}

/** The apology has the key of the answer. It is taken back, or, once it went out, called another. */
function freeReplyKey(tx: Tx, sid: string): void {
  const apology = findByKey(tx, `${sid}:reply`)
  if (!apology) return
  const { id, state } = apology
  if (state === 'pending') tx.delete(outbox).where(eq(outbox.id, id)).run()
  else
    tx.update(outbox)
      .set({ key: `${sid}:apology:${id}` })
      .where(eq(outbox.id, id))
      .run()
}

/**
 * A row is sent as if for the first time. The sid of the send that failed stays with the reports
 * that said so, by which `recordReport` knows it.
 */
function retryRow(tx: Tx, row: OutboxRow, now: number): void {
  tx.update(outbox)
    .set({
      state: 'pending',
      attempts: 0,
      // Due by the clock of whoever sends it, too.
      nextAttemptAt: row.createdAt,
      sendOrder: null,
      sentAt: null,
      providerSid: null,
      errorCode: null,
    })
    .where(eq(outbox.id, row.id))
    .run()
  auditRow(tx, row, { action: 'queue.retried', after: 'pending' }, now)
}

export function drop(tx: Tx, item: QueueItem, now: number): void {
  if (item.box === 'outbox') {
    markFailed(tx, item.row.id, DROPPED)
    return auditRow(tx, item.row, { action: 'queue.dropped', after: 'failed' }, now)
  }
  const { sid, state: before } = item.row
  dropText(tx, sid, now, now + CHECK_AFTER_MS)
  const detail = { before, after: 'done' }
  appendAudit(tx, { userId: null, sid, action: 'queue.dropped', detail }, now)
}

function auditRow(
  tx: Tx,
  { id, key, state: before, errorCode, providerSid, attempts }: OutboxRow,
  { action, after }: { action: 'queue.retried' | 'queue.dropped'; after: OutboxRow['state'] },
  now: number,
): void {
  const sid = sidOfKey(tx, key)
  const detail = { errorCode, providerSid, attempts, before, after }
  appendAudit(tx, { userId: null, sid, action, target: id, detail }, now)
}

/** The text that a row of the outbox goes back to; null where that is none, or is gone. */
export function sidOfKey(tx: Tx, key: string): string | null {
  const parts = key.split(':')
  // What somebody at the door is told begins with who they are, and ends with their text.
  const sids = [parts.at(0), parts.at(-1)].filter((part) => part !== undefined)
  return sids.find((sid) => findText(tx, sid)) ?? null
}
