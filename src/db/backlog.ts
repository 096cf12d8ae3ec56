import { and, count, min, not, sql } from 'drizzle-orm'
import { isWaiting } from './inbox.ts'
import type { Tx } from './open.ts'
import { isUnsent } from './outbox.ts'
import { inbox, outbox } from './schema/texts.ts'
import { isHeld } from './whatsapp-window.ts'

export interface Backlog {
  inbox: Queue
  /** Without what waits until they write on WhatsApp again: nobody here can do anything about it. */
  outbox: Queue
  /** Texts that were given up. */
  parked: number
  /** The database's file, without its log. */
  sizeBytes: number
}

export interface Queue {
  length: number
  /** Epoch milliseconds; null when nothing waits. */
  oldestAt: number | null
}

/** What has yet to be answered and to be sent. Every count is of a small index. */
export function readBacklog(tx: Tx): Backlog {
  const EMPTY = { length: 0, oldestAt: null }
  const waiting = tx
    .select({ length: count(), oldestAt: min(inbox.receivedAt) })
    .from(inbox)
    .where(isWaiting)
    .get()
  const unsent = tx
    .select({ length: count(), oldestAt: min(outbox.createdAt) })
    .from(outbox)
    .where(and(isUnsent, not(isHeld)))
    .get()
  const parked = tx
    .select({ length: count() })
    .from(inbox)
    .where(sql`${inbox.state} = 'parked'`)
    .get()
  const file = tx.get<{ bytes: number }>(
    sql`select page_count * page_size as bytes from pragma_page_count, pragma_page_size`,
  )
  return {
    inbox: waiting ?? EMPTY,
    outbox: unsent ?? EMPTY,
    parked: parked?.length ?? 0,
    sizeBytes: file.bytes,
  }
}
