import { and, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm'
import { type ConversationFilter, matching, type Page } from './conversation-list.ts'
import type { Tx } from './open.ts'
import { conversations, messages, users } from './schema/conversations.ts'

export interface SearchFilter extends Omit<ConversationFilter, 'tag'> {
  /** Epoch milliseconds; from `since` up to, not including, `until`. */
  since?: number | undefined
  until?: number | undefined
}

export type SearchOrder = 'newest' | 'best'

export type Hit = ReturnType<typeof searchMessages>[number]

// The index holds groups of three letters; a shorter word is looked for in the messages themselves.
const SHORTEST_INDEXED = 3

/**
 * A page of the messages that hold every word of `words`, parts of words too, whatever characters
 * they are made of; none for no word. Tool calls and their results are not searched.
 */
export function searchMessages(
  tx: Tx,
  words: string,
  { order, ...filter }: SearchFilter & { order: SearchOrder },
  { limit, page }: Page,
) {
  const wanted = wordsOf(words)
  if (wanted.length === 0) return []
  const indexed = wanted.filter((word) => Array.from(word).length >= SHORTEST_INDEXED)
  const isRanked = order === 'best' && indexed.length > 0
  return tx
    .select({
      conversationId: conversations.id,
      name: conversations.name,
      title: conversations.title,
      status: conversations.status,
      userName: users.name,
      phone: users.phone,
      round: messages.round,
      role: messages.role,
      content: messages.content,
      createdAt: messages.createdAt,
    })
    .from(sql`${indexed.length > 0 ? sql`messages_search` : sql`${messages} as messages_search`}`)
    .innerJoin(messages, eq(messages.position, sql`messages_search.rowid`))
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .innerJoin(users, eq(users.id, conversations.userId))
    .where(and(...holding(wanted, indexed), ...within(tx, filter)))
    .orderBy(isRanked ? sql`messages_search.rank` : desc(sql`messages_search.rowid`))
    .limit(limit)
    .offset((page - 1) * limit)
    .all()
}

function wordsOf(words: string): string[] {
  return words.split(/[\s\p{Cc}]+/u).filter((word) => word !== '')
}

function holding(wanted: readonly string[], indexed: readonly string[]): SQL[] {
  // Quoted, so that nothing in it is an operator.
  const query = indexed.map((word) => `"${word.replaceAll('"', '""')}"`).join(' ')
  const short = wanted.filter((word) => !indexed.includes(word))
  return [
    ...(indexed.length > 0 ? [sql`messages_search match ${query}`] : []),
    ...short.map((word) => sql`instr(lower(${messages.content}), ${word.toLowerCase()}) > 0`),
    sql`${messages.role} <> 'tool' and ${messages.content} <> ''`,
  ]
}

function within(tx: Tx, { since, until, ...filter }: SearchFilter): SQL[] {
  return [
    ...matching(tx, filter),
    ...(since === undefined ? [] : [gte(messages.createdAt, since)]),
    ...(until === undefined ? [] : [lt(messages.createdAt, until)]),
  ]
}
