import { and, asc, eq, gt, inArray, lt, lte, ne, or, sql } from 'drizzle-orm'
import { inbox, outbox } from './schema/texts.ts'
import type { Tx } from './tx.ts'

/** How far a walk through both queues has come: `after` is the position looked at last. */
export interface PruneCursor {
  queue: 'inbox' | 'outbox'
  after: number
}

export const PRUNE_START: PruneCursor = { queue: 'inbox', after: 0 }

// So few at once, because texts that come meanwhile wait.
const ROWS_AT_ONCE = 50

/**
 * Looks at the next few rows, the oldest first, and deletes those that ended before `cutoff`, in
 * epoch milliseconds, and that nothing turns on any more. Returns where to go on; undefined when
 * all is done, which is at the first rows that are young.
 */
export function prune(tx: Tx, cursor: PruneCursor, cutoff: number): PruneCursor | undefined {
  const { queue, after } = cursor
  const last = lastOld(tx, cursor, cutoff)
  if (last === undefined) return queue === 'inbox' ? { queue: 'outbox', after: 0 } : undefined
  const pruneSpan = queue === 'inbox' ? pruneTexts : pruneSent
  pruneSpan(tx, { after, last, cutoff })
  return { queue, after: last }
}

/** The end of the next few rows; undefined when none of them is old. */
function lastOld(tx: Tx, { queue, after }: PruneCursor, cutoff: number): number | undefined {
  const [table, time] = queue === 'inbox' ? [inbox, inbox.receivedAt] : [outbox, outbox.createdAt]
  const rows = tx
    .select({ position: table.position, at: time })
    .from(table)
    .where(gt(table.position, after))
    .orderBy(asc(table.position))
    .limit(ROWS_AT_ONCE)
    .all()
  return rows.some(({ at }) => at < cutoff) ? rows.at(-1)?.position : undefined
}

interface Span {
  after: number
  last: number
  cutoff: number
}

// The last text of a user says on which channel they are written to.
const isOfNoUse = sql`(
  not exists (select 1 from users where users.phone = ${inbox.address})
  or exists (
    select 1 from inbox newer where newer.address = ${inbox.address}
      and newer.channel = ${inbox.channel} and newer.received_at > ${inbox.receivedAt}
  ))`

function pruneTexts(tx: Tx, { after, last, cutoff }: Span): void {
  tx.delete(inbox)
    .where(
      and(
        gt(inbox.position, after),
        lte(inbox.position, last),
        ne(inbox.state, 'waiting'),
        lt(sql`max(${inbox.receivedAt}, coalesce(${inbox.doneAt}, 0))`, cutoff),
        isOfNoUse,
      ),
    )
    .run()
}

// A bare answer, and a choice from a list, follow the last text that went to a phone.
const isFollowed = sql`exists (
  select 1 from outbox later where later.address = ${outbox.address}
    and later.channel = ${outbox.channel} and later.send_order > ${outbox.sendOrder}
    and later.state not in ('failed', 'undelivered')
)`

const asksNothing = sql`${outbox.id} not in (
  select asked_outbox_id from pending_actions
  where state = 'open' and asked_outbox_id is not null
)`

// What a terminal never fetched waits for nobody.
const hasEnded = or(
  inArray(outbox.state, ['sent', 'delivered', 'undelivered', 'failed']),
  eq(outbox.channel, 'cli'),
)

/** With it goes what the network said of it. */
function pruneSent(tx: Tx, { after, last, cutoff }: Span): void {
  const lastMoment = sql`max(
    ${outbox.createdAt}, coalesce(${outbox.sendingAt}, 0), coalesce(${outbox.sentAt}, 0)
  )`
  tx.delete(outbox)
    .where(
      and(
        gt(outbox.position, after),
        lte(outbox.position, last),
        hasEnded,
        lt(lastMoment, cutoff),
        or(sql`${outbox.sendOrder} is null`, isFollowed),
        asksNothing,
      ),
    )
    .run()
}
