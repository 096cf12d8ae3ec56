import { asc, count, eq } from 'drizzle-orm'
import { integer, sqliteView, text } from 'drizzle-orm/sqlite-core'
import type { MessageMetadata } from './column-types.ts'
import type { Page } from './conversation-list.ts'
import type { Tx } from './open.ts'

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

export function countRounds(tx: Tx, conversationId: string): number {
  const row = tx
    .select({ count: count() })
    .from(conversationRounds)
    .where(eq(conversationRounds.conversationId, conversationId))
    .get()
  return row?.count ?? 0
}
