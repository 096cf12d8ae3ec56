import { and, eq, not, or, type SQL, sql } from 'drizzle-orm'
import type { Given } from './prepared.ts'
import { outbox } from './schema/texts.ts'
import type { Tx } from './tx.ts'

type Row = Pick<typeof outbox.$inferSelect, 'id' | 'channel' | 'state' | 'errorCode' | 'createdAt'>

// WhatsApp takes our words only within a day of theirs, and says 63016 when it is over.
const WINDOW_MS = 24 * 60 * 60_000
export const WINDOW_CLOSED = '63016'

const hasWrittenSince = (since: SQL) =>
  sql`exists (
    select 1 from inbox where inbox.address = ${outbox.address} and inbox.channel = 'whatsapp'
      and inbox.received_at > ${since}
  )`

/** Of a row that was found too late for WhatsApp and waits until they write there again. */
export const isHeld = sql`(${outbox.state} = 'pending' and ${outbox.errorCode} is ${WINDOW_CLOSED})`

export function isHeldRow({ state, errorCode }: Pick<Row, 'state' | 'errorCode'>): boolean {
  return state === 'pending' && errorCode === WINDOW_CLOSED
}

// One row that was too late speaks for all of them: they have to have written since it was tried.
// A try of the future was dated by a clock that has been set back since, and says nothing.
const isOpen = (now: number | Given) =>
  hasWrittenSince(sql`max(${now} - ${WINDOW_MS}, coalesce((
    select max(held.sending_at) from outbox held
    where held.address = ${outbox.address} and held.channel = 'whatsapp'
      and held.state = 'pending' and held.error_code = ${WINDOW_CLOSED}
      and held.sending_at <= ${now}
  ), 0))`)

/** Of a row that its network would take now. */
export const isInWindow = (now: number | Given) => or(not(isHeld), isOpen(now))

/** Whether the network takes what we write to this row's address now. */
export function isWindowOpen(tx: Tx, { id, channel }: Row, now: number): boolean {
  if (channel !== 'whatsapp') return true
  const row = tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.id, id), isOpen(now)))
    .get()
  return row !== undefined
}

/** Whether a row has been held for so long that what it says is no news any more. */
export function hasLapsed({ errorCode, createdAt }: Row, now: number): boolean {
  return errorCode === WINDOW_CLOSED && now - createdAt > WINDOW_MS
}
