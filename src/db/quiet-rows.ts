import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { quietUntil } from '../quiet-hours.ts'
import type { Given } from './prepared.ts'
import { outbox } from './schema/texts.ts'
import type { Tx } from './tx.ts'
import { findUserByPhone } from './users.ts'

type Row = typeof outbox.$inferSelect

// No quiet hours are waited for longer before they are looked at anew.
const LONGEST_QUIET_MS = 24 * 60 * 60_000

/**
 * Of a row that somebody's quiet hours keep back. One that is kept for longer than they can last
 * was dated by a clock that has been set back since.
 */
export const isQuiet = (now: number | Given) =>
  sql`(${outbox.state} = 'pending' and ${outbox.notBefore} is not null
    and ${outbox.notBefore} > ${now} and ${outbox.notBefore} <= ${now} + ${LONGEST_QUIET_MS})`

/** Of the notice that tells how a change ended which its own turn could not tell. */
export const outcomeKey = (sid: string) => `${sid}:outcome`

const isAwaited = ({ key }: Pick<Row, 'key'>) => key.endsWith(outcomeKey(''))

/**
 * Keeps back a notice whose turn comes in the quiet hours of whom it is for, up to their end;
 * returns whether it does. What answers a text of their own goes at any hour. `timeZone` is that of
 * whoever has set none.
 */
export function keepQuiet(tx: Tx, row: Row, timeZone: string, now: number): boolean {
  const until = keptQuietUntil(tx, row, timeZone, now)
  if (until === undefined) return false
  tx.update(outbox)
    .set({ notBefore: until })
    .where(and(eq(outbox.id, row.id), eq(outbox.state, 'pending')))
    .run()
  return true
}

/** Until when quiet hours keep a row back that would go now; undefined where they do not. */
export function keptQuietUntil(
  tx: Tx,
  row: Row,
  timeZone: string,
  now: number,
): number | undefined {
  if (row.kind !== 'notice' || row.state !== 'pending' || isAwaited(row)) return undefined
  const user = findUserByPhone(tx, row.address)
  if (!user?.quietHours) return undefined
  return quietUntil(user.quietHours, now, user.timeZone ?? timeZone)
}

/** What was kept back is looked at anew, by quiet hours that are others now. */
export function forgetQuiet(tx: Tx, address: string): void {
  tx.update(outbox)
    .set({ notBefore: null })
    .where(
      and(
        eq(outbox.address, address),
        sql`${outbox.state} in ('pending', 'sending')`,
        isNotNull(outbox.notBefore),
      ),
    )
    .run()
}
