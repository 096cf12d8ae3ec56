import { and, asc, desc, eq, gte, isNull, lt, ne } from 'drizzle-orm'
import { appendAudit, auditedSince } from './audit-log.ts'
import type { Channel } from './column-types.ts'
import { enqueue } from './outbox.ts'
import { users } from './schema/conversations.ts'
import { inbox, outbox } from './schema/texts.ts'
import type { Tx } from './tx.ts'
import type { User } from './users.ts'

/** What a member wants and only an admin may do. */
export interface AdminRequest {
  userId: string
  sid: string
  service: 'radarr' | 'sonarr'
  /** The tmdb id of a film, the tvdb id of a show. */
  externalId: number
  /** `Heat (1995)` */
  target: string
  /** What each admin is texted. */
  body: string
  segments: number
  /** Where an admin is texted who never wrote. */
  channel: Channel
  /** The start of the day on which the same title is asked about once. */
  dayBeganAt: number
}

/** Who was asked, by name where they have one: for this text, or for an earlier one of that day. */
export interface AskedAdmins {
  type: 'asked' | 'already-asked' | 'nobody'
  names: Array<string | null>
  phones: string[]
}

/** Those who may be texted, the oldest first, without `userId`: a person never asks themselves. */
export function reachableAdmins(tx: Tx, userId?: string): User[] {
  return tx
    .select()
    .from(users)
    .where(
      and(
        eq(users.role, 'admin'),
        eq(users.status, 'active'),
        isNull(users.optedOutAt),
        userId === undefined ? undefined : ne(users.id, userId),
      ),
    )
    .orderBy(asc(users.createdAt), asc(users.id))
    .all()
}

/** Queues a notice for each admin, all of them in the commit that says so. */
export function askAdmins(tx: Tx, request: AdminRequest, now: number): AskedAdmins {
  const { userId, sid, service, externalId, target, body, segments } = request
  const earlier = earlierRequest(tx, request)
  if (earlier) {
    const type = earlier === sid ? 'asked' : 'already-asked'
    return { type, ...askedFor(tx, earlier) }
  }
  const admins = reachableAdmins(tx, userId)
  if (admins.length === 0) return { type: 'nobody', names: [], phones: [] }
  for (const { id, phone } of admins) {
    const channel = lastPhoneChannel(tx, phone) ?? request.channel
    const row = { key: `${sid}:ask:${id}`, kind: 'notice' as const, channel, address: phone }
    enqueue(tx, { ...row, body, segments }, now)
  }
  const detail = { service, externalId }
  appendAudit(tx, { userId, sid, action: 'admins.asked', target, detail }, now)
  return { type: 'asked', ...askedFor(tx, sid) }
}

/** The text that asked about this title today: this one itself, when its turn was started again. */
function earlierRequest(
  tx: Tx,
  { userId, sid, service, externalId, dayBeganAt }: AdminRequest,
): string | undefined {
  const sids = auditedSince(tx, userId, 'admins.asked', dayBeganAt)
    .filter(({ detail }) => detail?.['service'] === service && detail['externalId'] === externalId)
    .flatMap((row) => row.sid ?? [])
  return sids.find((earlier) => earlier === sid) ?? sids[0]
}

/** From the rows that were queued, so that it stays true of who was asked. */
function askedFor(tx: Tx, sid: string): Pick<AskedAdmins, 'names' | 'phones'> {
  const rows = tx
    .select({ name: users.name, phone: users.phone })
    .from(outbox)
    .innerJoin(users, eq(users.phone, outbox.address))
    // A range, because a unique index serves it: ";" comes right after ":".
    .where(and(gte(outbox.key, `${sid}:ask:`), lt(outbox.key, `${sid}:ask;`)))
    .orderBy(asc(outbox.position))
    .all()
  return { names: rows.map(({ name }) => name), phones: rows.map(({ phone }) => phone) }
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
