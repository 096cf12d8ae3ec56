import {
  enqueueBusyNote,
  insertMissedText,
  insertText,
  type NewText,
  nextText,
  type Text,
  waitingAddresses,
} from '../db/inbox.ts'
import { type LeavingNotice, recordOptIn, recordOptOut } from '../db/opt-outs.ts'
import { type Refusal, refuseText } from '../db/refusals.ts'
import { dropText } from '../db/settlements.ts'
import type { Transactions } from './commit-queue.ts'

export function createInboxStore({ read, write, now }: Transactions) {
  return {
    /** Ahead of all other changes: the network abandons a text that is not acknowledged soon. */
    accept: (text: Omit<NewText, 'receivedAt'>) =>
      write((tx) => ({ isNew: insertText(tx, { ...text, receivedAt: now() }) }), 'urgent'),

    /** Stores texts that no webhook brought; resolves with those that were not there yet. */
    acceptMissed: <T extends NewText>(texts: readonly T[]) =>
      write((tx) => texts.filter((text) => insertMissedText(tx, text))),

    next: (address: string) => read((tx) => nextText(tx, address)),

    waitingAddresses: () => read(waitingAddresses),

    noteBusy: (sid: string, note: { body: string; segments: number }) =>
      write((tx) => enqueueBusyNote(tx, sid, note, now())),

    /** Ends a text that gets no turn. */
    drop: (sid: string) => write((tx) => dropText(tx, sid, now())),

    refuse: (refusal: Refusal) => write((tx) => refuseText(tx, refusal, now())),

    optOut: (text: Pick<Text, 'sid' | 'address'>, notice: LeavingNotice) =>
      write((tx) => recordOptOut(tx, text, notice, now())),

    optIn: (text: Pick<Text, 'sid' | 'address'>) => write((tx) => recordOptIn(tx, text, now())),
  }
}
