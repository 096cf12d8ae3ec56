import { and, asc, desc, eq, inArray, isNull, lte, not, or, sql } from 'drizzle-orm'
import { newId } from './ids.ts'
import type { Tx } from './open.ts'
import { type Given, given, givenAs, prepared } from './prepared.ts'
import { deliveryEvents, outbox } from './schema/texts.ts'
import { cameTooLate, canBeHeld, isInWindow, WINDOW_CLOSED } from './whatsapp-window.ts'

export type OutboxRow = typeof outbox.$inferSelect
export type DeliveryReport = Pick<
  typeof deliveryEvents.$inferInsert,
  'outboxId' | 'providerSid' | 'status' | 'errorCode'
>
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

/** Of a row that still has to be sent, or may have to be. */
export const isUnsent = sql`${outbox.state} in ('pending', 'sending')`

// A notice would come between a coded question and its answer, so it waits for the answer.
const mayGo = (now: number | Given) =>
  sql`(${outbox.kind} <> 'notice' or not exists (
    select 1 from pending_actions join users on users.id = pending_actions.user_id
    where users.phone = ${outbox.address} and pending_actions.state = 'open'
      and pending_actions.code is not null and pending_actions.expires_at >= ${now}
  ))`

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

/** Where something may go now. */
export function dueAddresses(tx: Tx, now: number): string[] {
  return tx
    .selectDistinct({ address: outbox.address })
    .from(outbox)
    .where(and(isUnsent, lte(outbox.nextAttemptAt, now), mayGo(now), isInWindow(now)))
    .all()
    .map(({ address }) => address)
}

/**
 * Committed before the call, so that a crash during it leaves a row that is looked up first.
 * Returns whether the row is still to be sent.
 */
export function beginSend(tx: Tx, { id, address, channel }: OutboxRow, now: number): boolean {
  return beginning(tx).run({ id, address, channel, now }).changes === 1
}

const beginning = prepared((tx) =>
  tx
    .update(outbox)
    .set({
      state: 'sending',
      sendingAt: givenAs('now'),
      attempts: sql`${outbox.attempts} + 1`,
      sendOrder: sql`1 + coalesce((
        select send_order from outbox
        where address = ${given('address')} and channel = ${given('channel')}
          and send_order is not null
        order by send_order desc limit 1
      ), 0)`,
    })
    .where(and(eq(outbox.id, given('id')), isUnsent)),
)

/** A callback may have told the sid, and more than `sent`, before the call's own answer came. */
export function markSent(tx: Tx, id: string, providerSid: string, now: number): void {
  taking(tx).run({ id, providerSid, now })
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
    .where(and(eq(outbox.id, given('id')), isUnsent, not(cameTooLate(given('providerSid'))))),
)

/** Certainly not sent: it waits until `nextAttemptAt`, and nothing counts as sent meanwhile. */
export function markDeferred(tx: Tx, id: string, nextAttemptAt: number, errorCode: string): void {
  tx.update(outbox)
    .set({ state: 'pending', sendOrder: null, nextAttemptAt, errorCode })
    .where(and(eq(outbox.id, id), isUnsent))
    .run()
}

export function markFailed(tx: Tx, id: string, errorCode: string): void {
  tx.update(outbox)
    .set({ state: 'failed', errorCode })
    .where(and(eq(outbox.id, id), isUnsent))
    .run()
}

export function isProviderSidKnown(tx: Tx, providerSid: string): boolean {
  return ownerOf(tx, providerSid) !== undefined
}

function ownerOf(tx: Tx, providerSid: string): string | undefined {
  return tx.select({ id: outbox.id }).from(outbox).where(eq(outbox.providerSid, providerSid)).get()
    ?.id
}

// A higher rank is later news. Callbacks come in any order; a state never goes back.
const RANK = { pending: 0, sending: 1, sent: 2, undelivered: 3, failed: 3, delivered: 4 } as const

// What the network says, in our states. `accepted`, `queued` and the like all mean: it has it.
const STATE_OF: Readonly<Record<string, 'delivered' | 'undelivered' | 'failed'>> = {
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'failed',
}

/**
 * Keeps what the network said of a row and moves the row on by it; its sid is learnt even if the
 * send's answer was lost. Once the sid is known, reports under another are kept and change nothing.
 * Of a row that is not ours, or under the sid of another row, nothing is kept.
 */
export function recordReport(tx: Tx, report: DeliveryReport, now: number): void {
  const { outboxId, providerSid, status, errorCode = null } = report
  if (!findOutboxRow(tx, outboxId)) return
  if ((ownerOf(tx, providerSid) ?? outboxId) !== outboxId) return
  tx.insert(deliveryEvents)
    .values({ ...report, id: newId(), receivedAt: now })
    .run()

  if (errorCode === WINDOW_CLOSED) holdForWindow(tx, report)
  const state = STATE_OF[status] ?? 'sent'
  const earlier = Object.entries(RANK)
    .filter(([, rank]) => rank < RANK[state])
    .map(([name]) => name)
  tx.update(outbox)
    .set({ state, providerSid, errorCode, sentAt: sql`coalesce(${outbox.sentAt}, ${now})` })
    .where(
      and(
        eq(outbox.id, outboxId),
        inArray(sql`${outbox.state}`, earlier),
        isOfThatSend(providerSid),
        not(cameTooLate(providerSid)),
      ),
    )
    .run()
}

const isOfThatSend = (providerSid: string) =>
  or(isNull(outbox.providerSid), eq(outbox.providerSid, providerSid))

/** Twilio took it, and WhatsApp then did not: it waits as if it had never been sent. */
function holdForWindow(tx: Tx, { outboxId, providerSid }: DeliveryReport): void {
  tx.update(outbox)
    .set({
      state: 'pending',
      sendOrder: null,
      sentAt: null,
      providerSid: null,
      errorCode: WINDOW_CLOSED,
    })
    .where(
      and(
        eq(outbox.id, outboxId),
        canBeHeld,
        inArray(outbox.state, ['pending', 'sending', 'sent']),
        isOfThatSend(providerSid),
      ),
    )
    .run()
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
