import { and, eq } from 'drizzle-orm'
import type { DoneBy } from './audit-log.ts'
import { isWaiting } from './inbox.ts'
import { isUnsent } from './outbox.ts'
import { openQuestion } from './pending-actions.ts'
import { inbox, outbox } from './schema/texts.ts'
import { dropText, settle } from './settlements.ts'
import type { Tx } from './tx.ts'
import type { User } from './users.ts'

/** Of a text that was taken back because whom it is for was blocked or removed. */
const WITHDRAWN = 'withdrawn'

/**
 * Ends all that is under way with somebody who was shut out: their question, what they
 * wrote, and what was to be sent to them. A turn that is running finds its text ended and
 * goes no further.
 */
export function shutOff(tx: Tx, { id: userId, phone }: User, by: DoneBy, now: number): void {
  const question = openQuestion(tx, userId)
  if (question) settle(tx, by, { actionId: question.id, state: 'declined' }, now)
  for (const sid of waitingTexts(tx, phone)) {
    // The text that does it goes on to its reply: an admin may shut themselves out.
    if (sid !== by.sid) dropText(tx, sid, now)
  }
  tx.update(outbox)
    .set({ state: 'failed', errorCode: WITHDRAWN })
    .where(and(eq(outbox.address, phone), eq(outbox.state, 'pending'), isUnsent))
    .run()
}

function waitingTexts(tx: Tx, phone: string): string[] {
  return tx
    .select({ sid: inbox.sid })
    .from(inbox)
    .where(and(eq(inbox.address, phone), isWaiting))
    .all()
    .map(({ sid }) => sid)
}
