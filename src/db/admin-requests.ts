import { and, asc, desc, eq, isNull, ne } from 'drizzle-orm'
import type { Channel } from './column-types.ts'
import { enqueue } from './outbox.ts'
import { askKey } from './request-asks.ts'
import {
  findByCall,
  findEarlier,
  type NewRequest,
  openRequest,
  openRequests,
  type Request,
} from './requests.ts'
import { users } from './schema/conversations.ts'
import { inbox } from './schema/texts.ts'
import type { Tx } from './tx.ts'
import type { User } from './users.ts'

export interface Putting extends NewRequest {
  /** What was asked since then is not asked again. */
  since: number
}

/** What admins are to hear of. */
export interface AboutWhat {
  /** Who asks, or whom it is about. */
  userId?: string
  isAboutTitle?: boolean
}

/** A request that was put, the one that it repeats, or none because nobody could be told. */
export type Put = { type: 'put' | 'already-put'; request: Request } | { type: 'nobody' }

/**
 * Those who may be texted, the oldest first: a person never asks themselves, whoever has a rating
 * limit is told of no title, and who wants no notices is told only where nobody else could be.
 */
export function reachableAdmins(tx: Tx, { userId, isAboutTitle = false }: AboutWhat): User[] {
  const admins = tx
    .select()
    .from(users)
    .where(
      and(
        eq(users.role, 'admin'),
        eq(users.status, 'active'),
        isNull(users.optedOutAt),
        isAboutTitle ? isNull(users.ratingCap) : undefined,
        userId === undefined ? undefined : ne(users.id, userId),
      ),
    )
    .orderBy(asc(users.createdAt), asc(users.id))
    .all()
  const willing = admins.filter(({ wantsNotices }) => wantsNotices)
  return willing.length > 0 ? willing : admins
}

/** Puts a request to the admins, unless the same was put and is open, or was put since `since`. */
export function putRequest(tx: Tx, { since, ...request }: Putting, now: number): Put {
  const mine = findByCall(tx, request)
  if (mine) return { type: 'put', request: mine }
  const earlier = findEarlier(tx, request, { since, until: now })
  if (earlier) return { type: 'already-put', request: earlier }
  const about = { userId: request.userId, isAboutTitle: request.kind !== 'join' }
  if (reachableAdmins(tx, about).length === 0) return { type: 'nobody' }
  return { type: 'put', request: openRequest(tx, request, now) }
}

export interface Telling {
  request: Pick<Request, 'id' | 'userId' | 'kind'>
  /** What each admin is texted about it, and what in its place where many requests wait. */
  text: Body
  gathered: Body
  /** Where an admin is texted who never wrote. */
  channel: Channel
  /** On which many are gathered into one text, `2026-11-20`. */
  day: string
}

interface Body {
  body: string
  segments: number
}

/** With more than so many open, a text for each would be a nuisance. */
const MOST_TOLD_SINGLY = 5

/** Queues a notice of a request for each admin, and returns who they are. */
export function tellAdmins(tx: Tx, telling: Telling, now: number): User[] {
  const { request, text, gathered, channel, day } = telling
  const isOneOfMany = openRequests(tx).length > MOST_TOLD_SINGLY
  const notice = isOneOfMany
    ? { key: `requests:${day}`, ...gathered }
    : { key: askKey(request.id), ...text }
  const { userId, kind } = request
  return noticeAdmins(tx, { ...notice, userId, isAboutTitle: kind !== 'join', channel }, now)
}

export interface AdminNotice extends Body, AboutWhat {
  /** What the key of each row begins with. */
  key: string
  /** Where an admin is texted who never wrote. */
  channel: Channel
}

/** Queues a notice for each admin but whom it is about. A rerun queues nothing twice. */
export function noticeAdmins(tx: Tx, about: AdminNotice, now: number): User[] {
  const { key, body, segments } = about
  const admins = reachableAdmins(tx, about)
  for (const { id, phone } of admins) {
    const channel = lastPhoneChannel(tx, phone) ?? about.channel
    const row = { key: `${key}:${id}`, kind: 'notice' as const, channel, address: phone }
    enqueue(tx, { ...row, body, segments }, now)
  }
  return admins
}

/** Where they wrote last from a phone. */
export function lastPhoneChannel(tx: Tx, phone: string): Channel | undefined {
  return tx
    .select({ channel: inbox.channel })
    .from(inbox)
    .where(and(eq(inbox.address, phone), ne(inbox.channel, 'cli')))
    .orderBy(desc(inbox.receivedAt), desc(inbox.position))
    .limit(1)
    .get()?.channel
}
