import { appendAudit } from './audit-log.ts'
import { requireWaiting, type Text } from './inbox.ts'
import { enqueue, findByKey } from './outbox.ts'
import { dropText } from './settlements.ts'
import type { Tx } from './tx.ts'
import { addUsage } from './usage.ts'
import type { User } from './users.ts'

export interface Refusal {
  text: Pick<Text, 'sid' | 'channel' | 'address'>
  user: Pick<User, 'id'>
  /** `2026-11-20` */
  day: string
  answer: { body: string; segments: number }
}

/**
 * Ends a text over the limit of its sender's day. Only the first of a day is answered, but in a
 * terminal, where an answer costs nothing and somebody waits for it, each of them.
 */
export function refuseText(tx: Tx, { text, user, day, answer }: Refusal, now: number): void {
  const { sid, channel, address } = text
  requireWaiting(tx, sid)
  const key = channel === 'cli' ? `${sid}:limit` : `${user.id}:limit:${day}`
  if (!findByKey(tx, key)) {
    enqueue(tx, { ...answer, key, kind: 'reply', channel, address }, now)
    addUsage(tx, user.id, day, { segments: answer.segments })
    appendAudit(tx, { userId: user.id, sid, action: 'user.over_limit', detail: { day } }, now)
  }
  dropText(tx, sid, now)
}
