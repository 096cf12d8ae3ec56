import { and, asc, count, eq, gt } from 'drizzle-orm'
import { integer, sqliteView, text } from 'drizzle-orm/sqlite-core'
import type { MessageMetadata } from './column-types.ts'
import type { Page } from './conversation-list.ts'
import type { Tx } from './tx.ts'

/** One side of a round. The speaker is `user`, or `agent:` and the model, `usherr` for our own words. */
export interface Speech {
  speaker: string
  content: string
  metadata: MessageMetadata | null
}

// Made by a migration: what was said, without the calls of tools and their results.
const conversationRounds = sqliteView('conversation_rounds', {
  conversationId: text().notNull(),
  roundNumber: integer().notNull(),
  roundData: text({ mode: 'json' }).$type<Speech[]>().notNull(),
}).existing()

/** A page of a conversation's rounds, the oldest first. */
export function listRounds(tx: Tx, conversationId: string, { limit, page }: Page) {
  return tx
    .select({
      roundNumber: conversationRounds.roundNumber,
      roundData: conversationRounds.roundData,
    })
    .from(conversationRounds)
    .where(eq(conversationRounds.conversationId, conversationId))
    .orderBy(asc(conversationRounds.roundNumber))
    .limit(limit)
    .offset((page - 1) * limit)
    .all()
}

// So few that they take little memory and a few milliseconds to read.
const ROUNDS_AT_ONCE = 100

/** All rounds of a conversation, oldest first, a few at a time, each found by the one before it. */
export function* roundsInParts(tx: Tx, conversationId: string) {
  let after = 0
  for (;;) {
    const part = roundsAfter(tx, conversationId, after)
    const last = part.at(-1)
    if (!last) return
    yield part
    after = last.roundNumber
  }
}

function roundsAfter(tx: Tx, conversationId: string, after: number) {
  const { roundNumber, roundData } = conversationRounds
  return tx
    .select({ roundNumber, roundData })
    .from(conversationRounds)
    .where(and(eq(conversationRounds.conversationId, conversationId), gt(roundNumber, after)))
    .orderBy(asc(roundNumber))
    .limit(ROUNDS_AT_ONCE)
    .all()
}

export function countRounds(tx: Tx, conversationId: string): number {
  const row = tx
    .select({ count: count() })
    .from(conversationRounds)
    .where(eq(conversationRounds.conversationId, conversationId))
    .get()
  return row?.count ?? 0
}
