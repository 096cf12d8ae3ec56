import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  max,
  sql,
} from 'drizzle-orm'
import { TextEndedError } from '../errors.ts'
import { CHANNELS } from './column-types.ts'
import { busyKey, dropBusyNote, enqueue } from './outbox.ts'
import { given, givenAs, prepared } from './prepared.ts'
import { users } from './schema/conversations.ts'
import { inbox } from './schema/texts.ts'
import type { Tx } from './tx.ts'

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
  const { changes } = insertion(tx).run({ ...text, optOutType: text.optOutType ?? null })
  return changes === 1
}

const insertion = prepared((tx) =>
  tx
    .insert(inbox)
    .values({
      sid: given('sid'),
      channel: given('channel'),
      address: given('address'),
      body: given('body'),
      mediaCount: given('mediaCount'),
      optOutType: given('optOutType'),
      receivedAt: given('receivedAt'),
      state: 'waiting',
      afterOutboxId: sql`(
        select id from outbox
        where address = ${given('address')} and channel = ${given('channel')}
          and kind <> 'busy' and send_order is not null and state not in ('failed', 'undelivered')
        order by send_order desc limit 1
      )`,
    })
    .onConflictDoNothing(),
)

/**
 * The same of a text that comes long after it was written. Nobody knows what they had been sent by
 * then, so a bare "yes" in it answers nothing.
 */
export function insertMissedText(tx: Tx, text: NewText): boolean {
  const { changes } = tx
    .insert(inbox)
    .values({ ...text, state: 'waiting', afterOutboxId: null })
    .onConflictDoNothing()
    .run()
  return changes === 1
}

/** Of a text that has not had its turn. */
export const isWaiting = sql`${inbox.state} = 'waiting'`

/** The oldest text of a phone that has not had its turn. */
export function nextText(tx: Tx, address: string): Text | undefined {
  return oldestWaiting(tx).get({ address })
}

const oldestWaiting = prepared((tx) =>
  tx
    .select()
    .from(inbox)
    .where(and(eq(inbox.address, given('address')), isWaiting))
    .orderBy(asc(inbox.position)),
)

const MINUTE_MS = 60_000

/**
 * How many texts of a phone had a turn that came in the minute up to a text of it. By when they
 * came, not when they are answered: what had to wait, or was missed and came later, is no haste.
 */
export function textsInMinute(
  tx: Tx,
  { address, position, receivedAt }: Pick<Text, 'address' | 'position' | 'receivedAt'>,
): number {
  const since = receivedAt - MINUTE_MS
  return recentTurns(tx).get({ address, position, since, until: receivedAt })?.texts ?? 0
}

const recentTurns = prepared((tx) =>
  tx
    .select({ texts: count() })
    .from(inbox)
    .where(
      and(
        eq(inbox.address, given('address')),
        inArray(inbox.channel, CHANNELS),
        gt(inbox.receivedAt, given('since')),
        lte(inbox.receivedAt, given('until')),
        lt(inbox.position, given('position')),
        isNotNull(inbox.round),
      ),
    ),
)

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
  return bySid(tx).get({ sid })
}

const bySid = prepared((tx) =>
  tx
    .select()
    .from(inbox)
    .where(eq(inbox.sid, given('sid'))),
)

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
  return moreAttempts(tx).get({ sid, starts })
}

const moreAttempts = prepared((tx) =>
  tx
    .update(inbox)
    .set({ attempts: sql`max(0, ${inbox.attempts} + ${given('starts')})` })
    .where(eq(inbox.sid, given('sid')))
    .returning(),
)

export function resetAttempts(tx: Tx, sid: string): void {
  noAttempts(tx).run({ sid })
}

const noAttempts = prepared((tx) =>
  tx
    .update(inbox)
    .set({ attempts: 0 })
    .where(eq(inbox.sid, given('sid'))),
)

export function placeText(tx: Tx, sid: string, conversationId: string, round: number): void {
  placement(tx).run({ sid, conversationId, round })
}

const placement = prepared((tx) =>
  tx
    .update(inbox)
    .set({ conversationId: givenAs('conversationId'), round: givenAs('round') })
    .where(eq(inbox.sid, given('sid'))),
)

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
  ending(tx).run({ sid, state, now })
}

const ending = prepared((tx) =>
  tx
    .update(inbox)
    .set({ state: givenAs('state'), doneAt: givenAs('now') })
    .where(eq(inbox.sid, given('sid'))),
)
