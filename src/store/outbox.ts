import { beginSend } from '../db/begin-send.ts'
import { type DeliveryReport, recordReport } from '../db/delivery-reports.ts'
import { earliestSend } from '../db/earliest-send.ts'
import { failOptedOut } from '../db/opt-outs.ts'
import {
  dueAddresses,
  findOutboxRow,
  isProviderSidTaken,
  markDeferred,
  markFailed,
  markSent,
  nextToSend,
  type OutboxRow,
  putBack,
} from '../db/outbox.ts'
import { keepQuiet } from '../db/quiet-rows.ts'
import { readSentText } from '../db/sent-text.ts'
import { isWindowOpen } from '../db/whatsapp-window.ts'
import { dayOf } from '../local-time.ts'
import type { Transactions } from './commit-queue.ts'

/** `timeZone` is the household's, on whose days the segments count that are sent. */
export function createOutboxStore({ read, write, now }: Transactions, timeZone: string) {
  const day = (at: number) => dayOf(at, timeZone)

  return {
    next: (to: Pick<OutboxRow, 'address' | 'channel'>) => read((tx) => nextToSend(tx, to, now())),

    dueAddresses: () => read((tx) => dueAddresses(tx, now())),

    find: (id: string) => read((tx) => findOutboxRow(tx, id)),

    sentText: (id: string) => read((tx) => readSentText(tx, id)),

    earliestSend: (row: OutboxRow) => read((tx) => earliestSend(tx, row, now())),

    isProviderSidTaken: (sid: string, id: string) => read((tx) => isProviderSidTaken(tx, sid, id)),

    isWindowOpen: (row: OutboxRow) => read((tx) => isWindowOpen(tx, row, now())),

    keepQuiet: (row: OutboxRow, timeZone: string) =>
      write((tx) => keepQuiet(tx, row, timeZone, now())),

    beginSend: (row: OutboxRow) => write((tx) => beginSend(tx, row, now())),

    markSent: (id: string, providerSid: string) =>
      write((tx) => markSent(tx, { id, providerSid, day: day(now()) }, now())),

    markDeferred: (id: string, nextAttemptAt: number, errorCode: string) =>
      write((tx) => markDeferred(tx, id, nextAttemptAt, errorCode)),

    markFailed: (id: string, errorCode: string) => write((tx) => markFailed(tx, id, errorCode)),

    failOptedOut: (id: string) => write((tx) => failOptedOut(tx, id, now())),

    putBack: (row: OutboxRow, code: string) => write((tx) => putBack(tx, row, code)),

    record: (report: DeliveryReport) => write((tx) => recordReport(tx, report, day, now())),
  }
}
