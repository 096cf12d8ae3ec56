import { and, desc, eq, gte, inArray, lt, ne, type SQL, sql, sum } from 'drizzle-orm'
import { type ConversationFilter, matching, type Page } from './conversation-list.ts'
import { conversations, messages, users } from './schema/conversations.ts'
import { isIndexed, spellingsOf, toPattern, toQuery, wordsOf } from './search-words.ts'
import { snippetOf } from './snippet.ts'
import type { Tx } from './tx.ts'

export interface SearchFilter extends Omit<ConversationFilter, 'tag'> {
  /** Epoch milliseconds; from `since` up to, not including, `until`. */
  since?: number | undefined
  until?: number | undefined
}

export type SearchOrder = 'newest' | 'best'

export type Hit = ReturnType<typeof searchMessages>[number]

// Reading as many messages takes about 20 ms, whatever is looked for. The index knows no users: it
// would go through all that everyone said of a common word to find that these never did.
const FEW = 10_000

/**
 * A page of the messages that hold every word of `words`, parts of words too, whatever characters
 * they are made of; none for no word. Tool calls and their results are not searched. The newest are
 * those that were stored last: what was imported or branched off counts from then.
 */
export function searchMessages(
  tx: Tx,
  words: string,
  { order, ...filter }: SearchFilter & { order: SearchOrder },
  page: Page,
) {
  const wanted = wordsOf(words)
  const [first] = wanted
  if (first === undefined) return []
  const isRanked = order === 'best' && wanted.some(isIndexed)
  const found =
    !isRanked && isOfFew(tx, filter)
      ? readThrough(tx, wanted, filter, page)
      : lookUp(tx, wanted, { ...filter, isRanked }, page)
  const pattern = toPattern(first)
  return found.map((hit) => ({ ...hit, snippet: snippetOf(hit.content, pattern) }))
}

const hit = {
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
}

const wasSaid = and(ne(messages.role, 'tool'), ne(messages.content, ''))

/** Whether the conversations that are searched hold so little that all of it can be read. */
function isOfFew(tx: Tx, filter: SearchFilter): boolean {
  const conditions = matching(tx, filter)
  if (conditions.length === 0) return false
  const row = tx
    .select({ messages: sql<number>`coalesce(${sum(conversations.messageCount)}, 0)` })
    .from(conversations)
    .where(and(...conditions))
    .get()
  return row !== undefined && row.messages <= FEW
}

function readThrough(
  tx: Tx,
  wanted: readonly string[],
  filter: SearchFilter,
  { limit, page }: Page,
) {
  const searched = tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(...matching(tx, filter)))
  const patterns = wanted.map(toPattern)
  const positions = tx
    .select({ position: messages.position, content: messages.content })
    .from(messages)
    .where(and(inArray(messages.conversationId, searched), wasSaid, ...within(filter)))
    .orderBy(desc(messages.position))
    .all()
    .filter(({ content }) => patterns.every((pattern) => pattern.test(content)))
    .slice((page - 1) * limit, page * limit)
    .map(({ position }) => position)
  return tx
    .select(hit)
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .innerJoin(users, eq(users.id, conversations.userId))
    .where(inArray(messages.position, positions))
    .orderBy(desc(messages.position))
    .all()
}

function lookUp(
  tx: Tx,
  wanted: readonly string[],
  { isRanked, ...filter }: SearchFilter & { isRanked: boolean },
  { limit, page }: Page,
) {
  const indexed = wanted.filter(isIndexed)
  return tx
    .select(hit)
    .from(sql`${indexed.length > 0 ? sql`messages_search` : sql`${messages} as messages_search`}`)
    .innerJoin(messages, eq(messages.position, sql`messages_search.rowid`))
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .innerJoin(users, eq(users.id, conversations.userId))
    .where(
      and(
        ...(indexed.length > 0 ? [sql`messages_search match ${toQuery(indexed)}`] : []),
        ...holdingShort(wanted.filter((word) => !isIndexed(word))),
        wasSaid,
        ...matching(tx, filter),
        ...within(filter),
        ...between(filter),
      ),
    )
    .orderBy(isRanked ? sql`messages_search.rank` : desc(sql`messages_search.rowid`))
    .limit(limit)
    .offset((page - 1) * limit)
    .all()
}

function holdingShort(words: readonly string[]): SQL[] {
  const [word, ...others] = words
  if (word === undefined) return []
  const spelt = spellingsOf(word).map((spelling) => sql`instr(${messages.content}, ${spelling})`)
  const holdsIt = sql`(${sql.join(spelt, sql` or `)})`
  if (others.length === 0) return [holdsIt]
  // As JSON, because SQLite refuses an expression of a thousand conditions.
  const rest = JSON.stringify(others.map(spellingsOf))
  return [
    holdsIt,
    sql`not exists (
      select 1 from json_each(${rest}) as other where not exists (
        select 1 from json_each(other.value) as spelling
        where instr(${messages.content}, spelling.value)
      )
    )`,
  ]
}

function within({ since, until }: SearchFilter): SQL[] {
  return [
    ...(since === undefined ? [] : [gte(messages.createdAt, since)]),
    ...(until === undefined ? [] : [lt(messages.createdAt, until)]),
  ]
}

// The index knows no times either, but the order in which messages were stored. The plus keeps
// SQLite from going through the positions themselves for the first that fits.
function between({ since, until }: SearchFilter): SQL[] {
  const span = (end: 'min' | 'max', condition: SQL) =>
    sql`(select ${sql.raw(end)}(+position) from messages where ${condition})`
  return [
    ...(since === undefined
      ? []
      : [sql`messages_search.rowid >= ${span('min', sql`created_at >= ${since}`)}`]),
    ...(until === undefined
      ? []
      : [sql`messages_search.rowid <= ${span('max', sql`created_at < ${until}`)}`]),
  ]
}
