import { and, between, eq, lt, sql } from 'drizzle-orm'
import { noticeAdmins } from './admin-requests.ts'
import { appendAudit, countAudited } from './audit-log.ts'
import type { Channel } from './column-types.ts'
import { findText, type Text } from './inbox.ts'
import { findOutboxRow, isUnsent, markFailed, type OutboxRow } from './outbox.ts'
import { openQuestion } from './pending-actions.ts'
import { inbox, outbox } from './schema/texts.ts'
import { dropText, settle } from './settlements.ts'
import type { Tx } from './tx.ts'
import { findUserByPhone, setOptedOut, type User } from './users.ts'

/** What Twilio answers, or reports, of a text to somebody who has opted out with it. */
export const OPTED_OUT = '21610'

// The times that Twilio keeps are whole seconds.
const SECOND_MS = 1_000

/** What the admins read of somebody who has gone, and where one of them is texted who never wrote. */
export interface LeavingNotice {
  body: string
  segments: number
  channel: Channel
  /** The start of the day on which they are told once of each person. */
  dayBeganAt: number
}

/** Whom an opt-out concerned beside its sender: the admins, where it closed a question. */
export type OptOutNews = { type: 'none' } | { type: 'told'; phones: string[] } | { type: 'untold' }

/**
 * Ends a text by which the network began to refuse ours to this phone. What waits for them is given
 * up, an open question is closed as a no, and the admins are told how they come back.
 */
export function recordOptOut(
  tx: Tx,
  { sid, address }: Pick<Text, 'sid' | 'address'>,
  notice: LeavingNotice,
  now: number,
): OptOutNews {
  // A STOP that no webhook brought may be found after the START that came later.
  const text = findText(tx, sid)
  if (text && hasComeBack(tx, { ...text, since: text.receivedAt + SECOND_MS }, now)) {
    dropText(tx, sid, now)
    return NO_NEWS
  }
  const user = findUserByPhone(tx, address)
  if (user) optOut(tx, user, { sid }, now)
  giveUpUnsent(tx, address)
  const news = user && text ? closeQuestion(tx, user, text, notice, now) : NO_NEWS
  dropText(tx, sid, now)
  return news
}

/** Ends a text by which the network ceased to refuse ours to this phone. */
export function recordOptIn(
  tx: Tx,
  { sid, address }: Pick<Text, 'sid' | 'address'>,
  now: number,
): void {
  const user = findUserByPhone(tx, address)
  if (user) {
    setOptedOut(tx, address, false, now)
    const detail = { before: standingOf(user), after: 'opted in' }
    appendAudit(tx, { userId: user.id, sid, action: 'user.opted_in', detail }, now)
  }
  dropText(tx, sid, now)
}

const NO_NEWS: OptOutNews = { type: 'none' }

function optOut(
  tx: Tx,
  user: User,
  { sid, ...facts }: { sid: string | null; code?: string; outboxId?: string },
  now: number,
): void {
  setOptedOut(tx, user.phone, true, now)
  const detail = { ...facts, before: standingOf(user), after: 'opted out' }
  appendAudit(tx, { userId: user.id, sid, action: 'user.opted_out', detail }, now)
}

function standingOf({ optedOutAt }: User): 'opted out' | 'opted in' {
  return optedOutAt === null ? 'opted in' : 'opted out'
}

/** Their no to what they had been asked on a phone; a terminal can still answer what it was asked. */
function closeQuestion(
  tx: Tx,
  user: User,
  { sid, receivedAt }: Text,
  notice: LeavingNotice,
  now: number,
): OptOutNews {
  const { id: userId, status, name, phone } = user
  const question = openQuestion(tx, userId)
  if (!question || question.channel === 'cli' || receivedAt > question.expiresAt) return NO_NEWS
  settle(tx, { userId, sid }, { actionId: question.id, state: 'declined' }, now)
  // Nobody waits for who is not let in.
  const isMissed = status === 'active'
  const today = { since: notice.dayBeganAt, until: now }
  if (!isMissed || countAudited(tx, userId, 'admins.told', today) > 0) return NO_NEWS
  const admins = noticeAdmins(tx, { userId, key: `${sid}:left`, ...notice }, now)
  if (admins.length === 0) return { type: 'untold' }
  const target = name ?? phone
  appendAudit(tx, { userId, sid, action: 'admins.told', target, isOurs: true }, now)
  return { type: 'told', phones: admins.map((admin) => admin.phone) }
}

/** Ends a text that the network refused because of an opt-out, and with it what else is unsent. */
export function failOptedOut(tx: Tx, id: string, now: number): void {
  markFailed(tx, id, OPTED_OUT)
  const row = findOutboxRow(tx, id)
  if (row) recordRefusedOptOut(tx, row, now)
}

/**
 * The network refused a text to this row's phone: they have opted out there, even if we never got
 * the word by which they did. What waits for them is given up.
 */
export function recordRefusedOptOut(
  tx: Tx,
  { id, address, channel, sendingAt }: Pick<OutboxRow, 'id' | 'address' | 'channel' | 'sendingAt'>,
  now: number,
): void {
  // Their START may have come while a refusal of before was on its way here.
  if (hasComeBack(tx, { address, channel, since: sendingAt ?? 0 }, now)) return
  const user = findUserByPhone(tx, address)
  if (user && user.optedOutAt === null) {
    optOut(tx, user, { sid: null, code: OPTED_OUT, outboxId: id }, now)
  }
  giveUpUnsent(tx, address)
}

/** What waits for a phone, on any channel, fails as if the network had refused it. */
function giveUpUnsent(tx: Tx, address: string): void {
  tx.update(outbox)
    .set({ state: 'failed', errorCode: OPTED_OUT })
    .where(and(eq(outbox.address, address), eq(outbox.state, 'pending'), isUnsent))
    .run()
}

/**
 * Whether they told the network since then that it may bring them our texts. It is their word that
 * says so, not what we made of it: whoever was not known to have opted out had a turn with it.
 */
function hasComeBack(
  tx: Tx,
  of: Pick<Text, 'address' | 'channel'> & { since: number; position?: number },
  now: number,
): boolean {
  const { address, channel, since, position = Number.MAX_SAFE_INTEGER } = of
  const word = tx
    .select({ sid: inbox.sid })
    .from(inbox)
    .where(
      and(
        eq(inbox.address, address),
        eq(inbox.channel, channel),
        // A later one was dated by a clock that has been set back since.
        between(inbox.receivedAt, since, now),
        lt(inbox.position, position),
        sql`(${inbox.optOutType} is 'START'
          or upper(trim(${inbox.body})) in ('START', 'YES', 'UNSTOP'))`,
      ),
    )
    .limit(1)
    .get()
  return word !== undefined
}
