import { and, count, desc, eq, exists, type SQL, sql } from 'drizzle-orm'
import { type Conversation, findConversation } from './conversations.ts'
import { conversations, conversationTags, users } from './schema/conversations.ts'
import type { Tx } from './tx.ts'

export interface ConversationFilter {
  status?: 'active' | 'paused' | 'archived' | undefined
  userId?: string | undefined
  tag?: string | undefined
}

export interface Page {
  /** Rows on a page. */
  limit: number
  /** From 1 on. */
  page: number
}

export type ListedConversation = ReturnType<typeof listConversations>[number]

// As `currentConversation` finds it.
const isLatest = sql<boolean>`${conversations.status} <> 'archived' and not exists (
  select 1 from conversations as later
  where later.user_id = ${conversations.userId} and later.status in ('active', 'paused')
    and (later.updated_at, later.id) > (${conversations.updatedAt}, ${conversations.id})
)`

/** A page of conversations, what was changed last first. */
export function listConversations(tx: Tx, filter: ConversationFilter, { limit, page }: Page) {
  return tx
    .select({
      id: conversations.id,
      name: conversations.name,
      title: conversations.title,
      status: conversations.status,
      model: conversations.model,
      userName: users.name,
      phone: users.phone,
      messageCount: conversations.messageCount,
      roundCount: conversations.roundCount,
      totalTokens: conversations.totalTokens,
      createdAt: conversations.createdAt,
      updatedAt: conversations.updatedAt,
      isLatest: isLatest.mapWith(Boolean),
    })
    .from(conversations)
    .innerJoin(users, eq(users.id, conversations.userId))
    .where(and(...matching(tx, filter)))
    .orderBy(desc(conversations.updatedAt), desc(conversations.id))
    .limit(limit)
    .offset((page - 1) * limit)
    .all()
}

export function countConversations(tx: Tx, filter: ConversationFilter): number {
  const row = tx
    .select({ count: count() })
    .from(conversations)
    .where(and(...matching(tx, filter)))
    .get()
  return row?.count ?? 0
}

// Only an id of our making is known by its beginning: `2026-11-2` is not `2026-11-26`. Fewer letters
// than four would often be those of another.
const BEGINNING_OF_OURS = /^[\da-f-]{4,}$/
const HEX = '[0-9a-f]'
const OURS = `${HEX.repeat(8)}-${HEX.repeat(4)}-7${HEX.repeat(3)}-${HEX.repeat(4)}-${HEX.repeat(12)}`

/** How many of those that somebody may mean are looked up. */
export const MOST_MEANT = 6

/**
 * The conversations that somebody may mean: the one with that id, else those that are called so,
 * else those whose id is of our making and begins so. The latest first, a few at most; where a user
 * is given, only theirs unless it is the id.
 */
export function conversationsNamed(tx: Tx, named: string, userId?: string): Conversation[] {
  const exact = findConversation(tx, named)
  if (exact) return [exact]
  const called = conversationsCalled(tx, named, userId)
  if (called.length > 0 || !BEGINNING_OF_OURS.test(named)) return called
  const { id } = conversations
  const beginsSo = sql`${id} glob ${OURS} and substr(${id}, 1, length(${named})) = ${named}`
  return latest(tx, beginsSo, userId)
}

/** Those that are called so, however it is capitalised; the latest first, a few at most. */
export function conversationsCalled(tx: Tx, name: string, userId?: string): Conversation[] {
  return latest(tx, sql`lower(${conversations.name}) = lower(${name})`, userId)
}

/** What `conversationsNamed` finds, and where nothing is called so those that have this title. */
export function conversationsMeant(tx: Tx, named: string): Conversation[] {
  const found = conversationsNamed(tx, named)
  if (found.length > 0) return found
  return latest(tx, sql`lower(${conversations.title}) = lower(${named})`)
}

function latest(tx: Tx, are: SQL, userId?: string): Conversation[] {
  const { id, updatedAt } = conversations
  return tx
    .select()
    .from(conversations)
    .where(userId === undefined ? are : and(eq(conversations.userId, userId), are))
    .orderBy(desc(updatedAt), id)
    .limit(MOST_MEANT)
    .all()
}

/** What a conversation has to be, in conditions on `conversations`. */
export function matching(tx: Tx, { status, userId, tag }: ConversationFilter): SQL[] {
  const hasTag = (wanted: string) =>
    exists(
      tx
        .select({ one: sql`1` })
        .from(conversationTags)
        .where(
          and(
            eq(conversationTags.conversationId, conversations.id),
            eq(conversationTags.tag, wanted),
          ),
        ),
    )
  return [
    ...(status ? [eq(conversations.status, status)] : []),
    ...(userId ? [eq(conversations.userId, userId)] : []),
    ...(tag ? [hasTag(tag)] : []),
  ]
}
