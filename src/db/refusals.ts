import type { OverLimit, TextLimit } from '../limits.ts'
import { appendAudit, auditedSince } from './audit-log.ts'
import type { Channel } from './column-types.ts'
import { requireWaiting, type Text } from './inbox.ts'
import { enqueue } from './outbox.ts'
import { dropText } from './settlements.ts'
import type { Tx } from './tx.ts'
import type { User } from './users.ts'

/** Somebody over a limit, by which text of theirs. */
export interface Excess {
  user: Pick<User, 'id'>
  text: Pick<Text, 'sid' | 'channel'>
  over: OverLimit
  /** `2026-11-20` */
  day: string
}

export interface Refusal extends Excess {
  text: Pick<Text, 'sid' | 'channel' | 'address'>
  over: OverLimit<TextLimit>
  answer: { body: string; segments: number }
}

/**
 * Ends a text over a limit of its sender. Only the first of a day and limit is answered, but in a
 * terminal, where an answer costs nothing and somebody waits for it, each of them.
 */
export function refuseText(tx: Tx, { answer, ...excess }: Refusal, now: number): void {
  const { text, user, over, day } = excess
  const { sid, channel, address } = text
  requireWaiting(tx, sid)
  const isFirst = noteExcess(tx, excess, now)
  if (isFirst || channel === 'cli') {
    const key = channel === 'cli' ? `${sid}:limit` : `${user.id}:limit:${over.limit}:${day}`
    enqueue(tx, { ...answer, key, kind: 'reply', channel, address }, now)
  }
  dropText(tx, sid, now)
}

// More than a day has hours, with those that a clock is set back by.
const SINCE_MS = 36 * 60 * 60_000

/**
 * Writes down, once a day for each limit, who is over it and why; apart from terminals, because
 * what was said in one was not said to a phone. Returns whether it was the first of that day.
 */
export function noteExcess(tx: Tx, { user, text, over, day }: Excess, now: number): boolean {
  const place = placeOf(text.channel)
  const isNoted = auditedSince(tx, user.id, 'user.over_limit', now - SINCE_MS).some(
    ({ detail }) =>
      detail?.['limit'] === over.limit && detail['day'] === day && detail['place'] === place,
  )
  if (isNoted) return false
  const detail = { ...over, day, place }
  appendAudit(tx, { userId: user.id, sid: text.sid, action: 'user.over_limit', detail }, now)
  return true
}

const placeOf = (channel: Channel) => (channel === 'cli' ? 'terminal' : 'phone')
