import { and, count, min, not, or, type SQL, sql } from 'drizzle-orm'
import { isWaiting } from './inbox.ts'
import { isUnsent, mayGo } from './outbox.ts'
import { inbox, outbox } from './schema/texts.ts'
import type { Tx } from './tx.ts'
import { isHeld } from './whatsapp-window.ts'

export interface Backlog {
  inbox: Queue
  /** Without what waits for them, because nobody here can do anything about it. */
  outbox: Queue
  /**
   * What waits until they write on WhatsApp again, until they answer a question with a code, or
   * until their quiet hours are over.
   */
  held: Queue
  /** Texts that were given up. */
  parked: Queue
  /** The database's file, without its log. */
  sizeBytes: number
}

export interface Queue {
  length: number
  /** Epoch milliseconds; null when nothing waits. */
  oldestAt: number | null
}

const EMPTY: Queue = { length: 0, oldestAt: null }

/** What has yet to be answered and to be sent. Every count is of a small index. */
export function readBacklog(tx: Tx, now: number): Backlog {
  const waitsForThem = or(isHeld, not(mayGo(now)))
  const texts = (where: SQL) =>
    tx
      .select({ length: count(), oldestAt: min(inbox.receivedAt) })
      .from(inbox)
      .where(where)
      .get() ?? EMPTY
  const rows = (where: SQL | undefined) =>
    tx
      .select({ length: count(), oldestAt: min(outbox.createdAt) })
      .from(outbox)
      .where(and(isUnsent, where))
      .get() ?? EMPTY
  const file = tx.get<{ bytes: number }>(
    sql`select page_count * page_size as bytes from pragma_page_count, pragma_page_size`,
  )
  return {
    inbox: texts(isWaiting),
    outbox: rows(and(not(isHeld), mayGo(now))),
    held: rows(waitsForThem),
    parked: texts(sql`${inbox.state} = 'parked'`),
    sizeBytes: file.bytes,
  }
}
