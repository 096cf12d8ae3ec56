import { appendAudit } from '../db/audit-log.ts'
import { finishText, insertText, type NewText, nextText, waitingAddresses } from '../db/inbox.ts'
import { findUserByPhone, setOptedOut } from '../db/users.ts'
import type { Transactions } from './commit-queue.ts'

export function createInboxStore({ read, write, now }: Transactions) {
  return {
    /** Ahead of all other changes: the network abandons a text that is not acknowledged soon. */
    accept: (text: Omit<NewText, 'receivedAt'>) =>
      write((tx) => ({ isNew: insertText(tx, { ...text, receivedAt: now() }) }), 'urgent'),

    next: (address: string) => read((tx) => nextText(tx, address)),

    waitingAddresses: () => read(waitingAddresses),

    /** Ends a text that gets no turn. */
    drop: (sid: string) => write((tx) => finishText(tx, sid, 'done', now())),

    /** Ends a text by which the network began or ceased to refuse ours to this phone. */
    dropOptOut: (text: { sid: string; address: string }, isOptedOut: boolean) =>
      write((tx) => {
        setOptedOut(tx, text.address, isOptedOut, now())
        const user = findUserByPhone(tx, text.address)
        const action = isOptedOut ? 'user.opted_out' : 'user.opted_in'
        if (user) appendAudit(tx, { userId: user.id, sid: text.sid, action }, now())
        finishText(tx, text.sid, 'done', now())
      }),
  }
}
