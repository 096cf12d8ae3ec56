import { and, between, count, desc, eq, gte, inArray, lt, or, sql } from 'drizzle-orm'
import type { Period } from '../local-time.ts'
import { OPT_IN_WORDS, OPT_OUT_WORDS } from '../opt-out-words.ts'
import { appendAudit, countAudited } from './audit-log.ts'
import { requireWaiting, type Text } from './inbox.ts'
import { enqueue, findOutboxRow } from './outbox.ts'
import { auditLog } from './schema/records.ts'
import { requests } from './schema/requests.ts'
import { inbox, outbox } from './schema/texts.ts'
import { dropText } from './settlements.ts'
import type { Tx } from './tx.ts'
import { addUser, changeUser } from './user-changes.ts'
import { findUser, type User } from './users.ts'

/** What somebody who is not in is answered, at most once a day for each `about`. */
export interface DoorAnswer {
  text: Pick<Text, 'sid' | 'channel' | 'address'>
  userId: string
  about: 'name' | 'waiting'
  /** `2026-11-20`, and when it began. */
  day: string
  dayBeganAt: number
  /** How many a day are asked for their name. */
  perDay: number
  body: string
  segments: number
}

export interface Arrival {
  text: Pick<Text, 'sid' | 'channel' | 'address'>
  /** The day on which so many strangers may come. */
  dayBeganAt: number
  perDay: number
  /** Who was answered, or kept waiting in vain, since then comes in vain again. */
  since: number
}

/**
 * Takes in a stranger, or somebody who was in once, as one who waits at the door; undefined where
 * nobody more may come today, or they are not to hear from us.
 */
export function arrive(
  tx: Tx,
  user: User | undefined,
  { text, dayBeganAt, perDay, since }: Arrival,
  now: number,
): User | undefined {
  const { sid, address: phone } = text
  requireWaiting(tx, sid)
  if (hasStopped(tx, text) || (user && hasAsked(tx, user.id, { since, until: now })))
    return undefined
  if (arrivals(tx, { since: dayBeganAt, until: now }) >= perDay) return undefined

  const by = { userId: user?.id ?? null, sid, isOurs: true }
  const set = { status: 'pending', role: 'member' } as const
  if (!user) return arrived(tx, addUser(tx, { phone, name: null, ...set }, by, now), sid, now)
  changeUser(tx, { id: user.id, set, by }, now)
  const changed = findUser(tx, user.id)
  return changed && arrived(tx, changed, sid, now)
}

function arrived(tx: Tx, user: User, sid: string, now: number): User {
  appendAudit(tx, { userId: user.id, sid, action: 'user.arrived' }, now)
  return user
}

/** What is dated later than `until` was dated by a clock that has been set back since. */
function arrivals(tx: Tx, { since, until }: Period): number {
  const row = tx
    .select({ count: count() })
    .from(auditLog)
    // Spelled out, because the index is of these alone.
    .where(and(sql`${auditLog.action} = 'user.arrived'`, between(auditLog.createdAt, since, until)))
    .get()
  return row?.count ?? 0
}

function hasAsked(tx: Tx, userId: string, { since, until }: Period): boolean {
  const asked = tx
    .select({ id: requests.id })
    .from(requests)
    .where(
      and(
        eq(requests.userId, userId),
        eq(requests.kind, 'join'),
        between(requests.createdAt, since, until),
      ),
    )
    .limit(1)
    .get()
  return asked !== undefined
}

/** Whether a stranger's last word to the network was to bring them none of our texts. */
function hasStopped(tx: Tx, { address }: Pick<Text, 'address'>): boolean {
  const word = sql<string>`rtrim(upper(trim(${inbox.body})), '.!')`
  const last = tx
    .select({ word, optOutType: inbox.optOutType })
    .from(inbox)
    .where(
      and(
        eq(inbox.address, address),
        or(
          inArray(inbox.optOutType, ['STOP', 'START']),
          inArray(word, [...OPT_OUT_WORDS, ...OPT_IN_WORDS]),
        ),
      ),
    )
    .orderBy(desc(inbox.receivedAt), desc(inbox.position))
    .limit(1)
    .get()
  return (
    last !== undefined &&
    (last.optOutType === 'STOP' || OPT_OUT_WORDS.some((stop) => stop === last.word))
  )
}

/** Whether a text came after we had asked its sender for a name, and nothing else since. */
export function isAnswerToName(
  tx: Tx,
  userId: string,
  { afterOutboxId }: Pick<Text, 'afterOutboxId'>,
): boolean {
  const row = afterOutboxId === null ? undefined : findOutboxRow(tx, afterOutboxId)
  return row?.key.startsWith(`${userId}:name:`) === true
}

/** Whoever is asked for their name once more is one of those of the day. */
function mayHear(
  tx: Tx,
  { userId, about, text, dayBeganAt, perDay }: DoorAnswer,
  now: number,
): boolean {
  const today = { since: dayBeganAt, until: now }
  if (about === 'waiting' || countAudited(tx, userId, 'user.arrived', today) > 0) return true
  if (arrivals(tx, today) >= perDay) return false
  appendAudit(tx, { userId, sid: text.sid, action: 'user.arrived' }, now)
  return true
}

/** Ends the text of somebody at the door, with its answer unless they heard that today. */
export function answerAtDoor(tx: Tx, answer: DoorAnswer, now: number): void {
  const { text, userId, about, day, body, segments } = answer
  const { sid, channel, address } = text
  requireWaiting(tx, sid)
  const ofDay = `${userId}:${about}:${day}`
  if (!hasHeard(tx, ofDay) && mayHear(tx, answer, now)) {
    const key = `${ofDay}:${sid}`
    enqueue(tx, { key, kind: 'reply', channel, address, body, segments }, now)
  }
  dropText(tx, sid, now)
}

function hasHeard(tx: Tx, ofDay: string): boolean {
  const row = tx
    .select({ id: outbox.id })
    .from(outbox)
    // A range, because a unique index serves it: ";" comes right after ":".
    .where(and(gte(outbox.key, ofDay), lt(outbox.key, `${ofDay};`)))
    .limit(1)
    .get()
  return row !== undefined
}
