import { eq, gte, or, sql } from 'drizzle-orm'
import { newCode, WRONG_CODES_COUNT_MS } from '../codes.ts'
import { countAudited } from './audit-log.ts'
import { users } from './schema/conversations.ts'
import { requests } from './schema/requests.ts'
import type { Tx } from './tx.ts'

// A code that was decided or has lapsed goes on naming its request for so long.
const CODE_MEMORY_MS = 30 * 24 * 60 * 60_000

/** As long as the wrong codes of the admins ask for, whoever of them is guessed for. */
export function newRequestCode(
  tx: Tx,
  /** A whole number from 0 up to, not including, `below`. */
  randomInt: (below: number) => number,
  now: number,
): string {
  const rows = tx
    .select({ code: requests.code })
    .from(requests)
    .where(or(sql`${requests.state} = 'open'`, gte(requests.createdAt, now - CODE_MEMORY_MS)))
    .all()
  // The end of a phone beside such a word names a person, and is not counted as a guess.
  const phones = tx.select({ phone: users.phone }).from(users).all()
  const taken = new Set([
    ...rows.map(({ code }) => code),
    ...phones.map(({ phone }) => phone.slice(-4)),
  ])
  return newCode(wrongCodesOfAdmins(tx, now - WRONG_CODES_COUNT_MS), taken, randomInt)
}

function wrongCodesOfAdmins(tx: Tx, since: number): number {
  const admins = tx.select({ id: users.id }).from(users).where(eq(users.role, 'admin')).all()
  const counts = admins.map(({ id }) =>
    countAudited(tx, id, 'question.wrong_code', { since, until: Infinity }),
  )
  return counts.reduce((sum, wrong) => sum + wrong, 0)
}
