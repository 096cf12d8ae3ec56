import { and, asc, desc, eq, gt, lte, not, or, sql } from 'drizzle-orm'
import { newId } from './ids.ts'
import { type Given, given, givenAs, prepared } from './prepared.ts'
import { isQuiet } from './quiet-rows.ts'
import { outbox } from './schema/texts.ts'
import { hasFailedAs, isReportedOfAnother, wasGivenUp } from './taken-back.ts'
import type { Tx } from './tx.ts'
import { countSegments } from './usage.ts'
import { isInWindow, WINDOW_CLOSED } from './whatsapp-window.ts'

export type OutboxRow = typeof outbox.$inferSelect
export type NewOutboxRow = Pick<
  typeof outbox.$inferInsert,
  'key' | 'kind' | 'channel' | 'address' | 'body' | 'segments'
>

/** Queues a text and returns its id, or the id of the row that `key` queued before. */
export function enqueue(tx: Tx, row: NewOutboxRow, now: number): string {
  return insertion(tx).get({ ...row, id: newId(), now }).id
}

const insertion = prepared((tx) =>
  tx
    .insert(outbox)
    .values({
      id: given('id'),
      key: given('key'),
      kind: given('kind'),
      channel: given('channel'),
      address: given('address'),
      body: given('body'),
      segments: given('segments'),
      state: 'pending',
      nextAttemptAt: given('now'),
      createdAt: given('now'),
    })
    // Changes nothing; without an update there would be no row to return.
    .onConflictDoUpdate({ target: outbox.key, set: { key: sql`excluded.key` } })
    .returning({ id: outbox.id }),
)

/**
 * Takes back what was to say that the reply to `sid` takes a while, unless it is on its way: what
 * goes out after the reply would be untrue.
 */
export function dropBusyNote(tx: Tx, sid: string): void {
  pendingDeletion(tx).run({ key: busyKey(sid) })
}

const pendingDeletion = prepared((tx) =>
  tx.delete(outbox).where(and(eq(outbox.key, given('key')), eq(outbox.state, 'pending'))),
)

export const busyKey = (sid: string) => `${sid}:busy`

/**
 * Of a row that still has to be sent, or may have to be. Nothing is sent to a terminal: it fetches
 * what is there for it, or has gone and nobody waits.
 */
export const isUnsent = sql`(${outbox.state} in ('pending', 'sending') and ${outbox.channel} <> 'cli')`

// A notice would come between a coded question and its answer, so it waits for the answer.
export const isBehindQuestion = (now: number | Given) =>
  sql`(${outbox.kind} = 'notice' and exists (
    select 1 from pending_actions join users on users.id = pending_actions.user_id
    where users.phone = ${outbox.address} and pending_actions.state = 'open'
      and pending_actions.code is not null and pending_actions.expires_at >= ${now}
  ))`

export const mayGo = (now: number | Given) =>
  sql`(not ${isBehindQuestion(now)} and not ${isQuiet(now)})`

/**
 * What goes next to an address over a channel: what is being sent first, then replies, then
 * notices.
 */
export function nextToSend(
  tx: Tx,
  { address, channel }: Pick<OutboxRow, 'address' | 'channel'>,
  now: number,
): OutboxRow | undefined {
  return nextTo(tx).get({ address, channel, now })
}

const nextTo = prepared((tx) =>
  tx
    .select()
    .from(outbox)
    .where(
      and(
        eq(outbox.address, given('address')),
        // Not the column alone, or SQLite goes through all that was ever sent to them over it.
        sql`${outbox.channel} || '' = ${given('channel')}`,
        isUnsent,
        mayGo(given('now')),
        isInWindow(given('now')),
      ),
    )
    .orderBy(
      desc(eq(outbox.state, 'sending')),
      desc(eq(outbox.kind, 'reply')),
      asc(outbox.position),
    ),
)

/** The longest that a text which was not taken waits for its next try. */
export const LONGEST_WAIT_MS = 5 * 60_000

/**
 * Whether it is too early to try this row. One that is due later than any wait takes was dated by
 * a clock that has been set back since.
 */
export function mustWait({ state, nextAttemptAt }: OutboxRow, now: number): boolean {
  return state === 'pending' && nextAttemptAt > now && nextAttemptAt <= now + LONGEST_WAIT_MS
}

/** Where something may go now. */
export function dueAddresses(tx: Tx, now: number): string[] {
  const isDue = or(lte(outbox.nextAttemptAt, now), gt(outbox.nextAttemptAt, now + LONGEST_WAIT_MS))
  return tx
    .selectDistinct({ address: outbox.address })
    .from(outbox)
    .where(and(isUnsent, isDue, mayGo(now), isInWindow(now)))
    .all()
    .map(({ address }) => address)
}

/** A callback may have told the sid, and more than `sent`, before the call's own answer came. */
export function markSent(
  tx: Tx,
  { id, providerSid, day }: { id: string; providerSid: string; day: string },
  now: number,
): void {
  const sent = taking(tx).get({ id, providerSid, now })
  if (sent) countSegments(tx, sent, day)
}

const taking = prepared((tx) =>
  tx
    .update(outbox)
    .set({
      state: 'sent',
      sentAt: givenAs('now'),
      providerSid: givenAs('providerSid'),
      errorCode: null,
    })
    .where(and(eq(outbox.id, given('id')), isUnsent, not(wasGivenUp(given('providerSid')))))
    .returning({ address: outbox.address, segments: outbox.segments }),
)

/** Certainly not sent: it waits until `nextAttemptAt`, and nothing counts as sent meanwhile. */
export function markDeferred(tx: Tx, id: string, nextAttemptAt: number, errorCode: string): void {
  tx.update(outbox)
    .set({ state: 'pending', sendOrder: null, nextAttemptAt, errorCode })
    .where(and(eq(outbox.id, id), isUnsent))
    .run()
}

/**
 * Certainly not sent, through no fault of its own: as if this try had never begun, but for the code
 * that Twilio gave. That of a row that waits for WhatsApp says more, and stays.
 */
export function putBack(
  tx: Tx,
  { id, attempts, sendingAt, errorCode: before }: OutboxRow,
  code: string,
): void {
  const errorCode = before === WINDOW_CLOSED ? before : code
  tx.update(outbox)
    .set({ state: 'pending', sendOrder: null, attempts, sendingAt, errorCode })
    .where(and(eq(outbox.id, id), isUnsent))
    .run()
}

/** Of a text that nobody has any use for any more. */
export const ABANDONED = 'abandoned'

export function markFailed(tx: Tx, id: string, errorCode: string): void {
  tx.update(outbox)
    .set({ state: 'failed', errorCode })
    .where(and(eq(outbox.id, id), isUnsent))
    .run()
}

/** Whether a sid is, or was, that of another row, or of a send of this one that came to nothing. */
export function isProviderSidTaken(tx: Tx, providerSid: string, outboxId: string): boolean {
  const send = { outboxId, providerSid }
  if (findOwner(tx, providerSid) !== undefined) return true
  return hasFailedAs(tx, send) || isReportedOfAnother(tx, send)
}

/** The id of the row that was sent under this sid. */
export function findOwner(tx: Tx, providerSid: string): string | undefined {
  return tx.select({ id: outbox.id }).from(outbox).where(eq(outbox.providerSid, providerSid)).get()
    ?.id
}

export function findOutboxRow(tx: Tx, id: string): OutboxRow | undefined {
  return byId(tx).get({ id })
}

const byId = prepared((tx) =>
  tx
    .select()
    .from(outbox)
    .where(eq(outbox.id, given('id'))),
)

export function findByKey(tx: Tx, key: string): OutboxRow | undefined {
  return tx.select().from(outbox).where(eq(outbox.key, key)).get()
}
