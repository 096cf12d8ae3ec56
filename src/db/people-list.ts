import { gte, max, sql, sum } from 'drizzle-orm'
import { usage } from './schema/records.ts'
import { inbox } from './schema/texts.ts'
import type { Tx } from './tx.ts'
import { listUsers, type User } from './users.ts'

/** Somebody with what they text. */
export interface ListedPerson extends User {
  /** As far back as texts are kept. */
  lastTextAt: number | null
  /** Since the day that was asked for. */
  texts: number
}

/** Everyone in the order in which they came, with their texts from the day `since` on. */
export function listPeople(tx: Tx, since: string): ListedPerson[] {
  const lastTextAt = sql<number>`${max(inbox.receivedAt)}`
  const lasts = tx
    .select({ phone: inbox.address, lastTextAt })
    .from(inbox)
    .groupBy(inbox.address)
    .all()
  const counts = tx
    .select({ userId: usage.userId, texts: sum(usage.texts) })
    .from(usage)
    .where(gte(usage.day, since))
    .groupBy(usage.userId)
    .all()
  const lastOf = new Map(lasts.map((row) => [row.phone, row.lastTextAt]))
  const textsOf = new Map(counts.map(({ userId, texts }) => [userId, Number(texts)]))
  return listUsers(tx).map((user) => ({
    ...user,
    lastTextAt: lastOf.get(user.phone) ?? null,
    texts: textsOf.get(user.id) ?? 0,
  }))
}
