import { and, asc, count, desc, eq, isNull, max, type SQL, sql } from 'drizzle-orm'
import { TextEndedError } from '../errors.ts'
import type { Tx } from './open.ts'
import { busyKey, dropBusyNote, enqueue } from './outbox.ts'
import { users } from './schema/conversations.ts'
import { inbox } from './schema/texts.ts'

export type Text = typeof inbox.$inferSelect
export type NewText = Pick<
  typeof inbox.$inferInsert,
  'sid' | 'channel' | 'address' | 'body' | 'mediaCount' | 'optOutType' | 'receivedAt'
>

/**
 * Stores a text unless its sid is there already; returns whether it was new. The INSERT itself
 * notes the last text sent to that phone, because that is what a bare "yes" answers; "Still on
 * it..." asks nothing, so it does not come between.
 */
export function insertText(tx: Tx, text: NewText): boolean {
  const afterOutboxId = sql`(
    select id from outbox
    where address = ${text.address} and channel = ${text.channel}
      and kind <> 'busy' and send_order is not null and state not in ('failed', 'undelivered')
    order by send_order desc limit 1
  )`
  return insert(tx, { ...text, afterOutboxId })
}

/**
 * The same of a text that comes long after it was written. Nobody knows what they had been sent by
 * then, so a bare "yes" in it answers nothing.
 */
export function insertMissedText(tx: Tx, text: NewText): boolean {
  return insert(tx, { ...text, afterOutboxId: null })
}

function insert(tx: Tx, text: NewText & { afterOutboxId: SQL | null }): boolean {
  const { changes } = tx
    .insert(inbox)
    .values({ ...text, state: 'waiting' })
    .onConflictDoNothing()
    .run()
  return changes === 1
}

/** Of a text that has not had its turn. */
export const isWaiting = sql`${inbox.state} = 'waiting'`

/** The oldest text of a phone that has not had its turn. */
export function nextText(tx: Tx, address: string): Text | undefined {
  return tx
    .select()
    .from(inbox)
    .where(and(eq(inbox.address, address), isWaiting))
    .orderBy(asc(inbox.position))
    .limit(1)
    .get()
}

export function waitingAddresses(tx: Tx): string[] {
  return tx
    .selectDistinct({ address: inbox.address })
    .from(inbox)
    .where(isWaiting)
    .all()
    .map(({ address }) => address)
}

export interface Stranger {
  /** E.164. */
  phone: string
  texts: number
  /** Epoch milliseconds. */
  lastTextAt: number
}

/** Who has texted and is no user, the latest first. */
export function strangers(tx: Tx): Stranger[] {
  const lastTextAt = max(inbox.receivedAt)
  return tx
    .select({ phone: inbox.address, texts: count(), lastTextAt: sql<number>`${lastTextAt}` })
    .from(inbox)
    .leftJoin(users, eq(users.phone, inbox.address))
    .where(isNull(users.id))
    .groupBy(inbox.address)
    .orderBy(desc(lastTextAt))
    .all()
}

export function findText(tx: Tx, sid: string): Text | undefined {
  return tx.select().from(inbox).where(eq(inbox.sid, sid)).get()
}

/**
 * A command can end a text while the service is at its turn: what is to go no further then begins
 * with this.
 *
 * @throws {TextEndedError} unless the text still waits for its answer
 */
export function requireWaiting(tx: Tx, sid: string): void {
  if (findText(tx, sid)?.state !== 'waiting') throw new TextEndedError(`Text ${sid} has ended`)
}

/** Counts starts of the text's turn; `attempts` says how many since its last new step. */
export function countAttempts(tx: Tx, sid: string, starts: number): Text {
  return tx
    .update(inbox)
    .set({ attempts: sql`max(0, ${inbox.attempts} + ${starts})` })
    .where(eq(inbox.sid, sid))
    .returning()
    .get()
}

export function resetAttempts(tx: Tx, sid: string): void {
  tx.update(inbox).set({ attempts: 0 }).where(eq(inbox.sid, sid)).run()
}

export function placeText(tx: Tx, sid: string, conversationId: string, round: number): void {
  tx.update(inbox).set({ conversationId, round }).where(eq(inbox.sid, sid)).run()
}

/** Queues, once for each text, that its reply takes a while, unless the reply is there. */
export function enqueueBusyNote(
  tx: Tx,
  sid: string,
  note: { body: string; segments: number },
  now: number,
): void {
  const text = findText(tx, sid)
  if (text?.state !== 'waiting') return
  const { channel, address } = text
  enqueue(tx, { ...note, key: busyKey(sid), kind: 'busy', channel, address }, now)
}

export function finishText(tx: Tx, sid: string, state: 'done' | 'parked', now: number): void {
  dropBusyNote(tx, sid)
  tx.update(inbox).set({ state, doneAt: now }).where(eq(inbox.sid, sid)).run()
}
