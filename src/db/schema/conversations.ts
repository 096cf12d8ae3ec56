import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { ContextState, MessageMetadata, Outside, ToolCall } from '../column-types.ts'

// Ids are TEXT made by the application, times epoch milliseconds, JSON is TEXT: so that another
// database can hold the same rows. `position` is the order of commits and the one exception.

/** Everyone who may text, or once could. `phone` is E.164, whatever channel they use. */
export const users = sqliteTable('users', {
  id: text().primaryKey(),
  phone: text().notNull().unique(),
  name: text(),
  role: text({ enum: ['admin', 'member'] }).notNull(),
  /** `pending` waits for an admin's word; `removed` was let in once, and is a stranger again. */
  status: text({ enum: ['pending', 'active', 'blocked', 'removed'] }).notNull(),
  /** An IANA name; the household's where it is NULL. */
  timeZone: text(),
  /** What the services call the quality that their adds are made in; NULL where none is set. */
  qualityProfile: text(),
  /** The highest certification that they may see, `PG-13`; NULL where there is no limit. */
  ratingCap: text(),
  /** When no notice reaches them, `22:00-07:00` in their time zone. */
  quietHours: text(),
  wantsNotices: integer({ mode: 'boolean' }).notNull().default(true),
  /** Set while the network refuses our texts to them. */
  optedOutAt: integer(),
  createdAt: integer().notNull(),
  updatedAt: integer().notNull(),
})

/** A thread of rounds with one user. Counters follow from `messages` in the same commit. */
export const conversations = sqliteTable(
  'conversations',
  {
    id: text().primaryKey(),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** What the operator calls it; NULL where nobody named it. */
    name: text(),
    /** Its first text, unless it was renamed. */
    title: text(),
    model: text(),
    status: text({ enum: ['active', 'paused', 'archived'] }).notNull(),
    summary: text(),
    /** The last round that the summary tells of. */
    summaryRound: integer(),
    /** The list last shown and what is left of a long reply. */
    contextState: text({ mode: 'json' }).$type<ContextState>().notNull(),
    /** The `film` that it was about last and its tmdb id, or the `show` and its tvdb id. */
    aboutType: text(),
    aboutId: text(),
    messageCount: integer().notNull().default(0),
    roundCount: integer().notNull().default(0),
    inputTokens: integer().notNull().default(0),
    outputTokens: integer().notNull().default(0),
    totalTokens: integer().notNull().default(0),
    /** Rounds and tokens that are counted here and stand in no message. */
    outside: text({ mode: 'json' }).$type<Outside>(),
    metadata: text({ mode: 'json' }).$type<Record<string, unknown>>(),
    createdAt: integer().notNull(),
    /** When it was last carried on: a text came for it, or it was made or resumed. */
    updatedAt: integer().notNull(),
    lastMessageAt: integer(),
    pausedAt: integer(),
    archivedAt: integer(),
  },
  (table) => [
    index('conversations_user').on(table.userId, table.status, table.updatedAt),
    index('conversations_updated').on(sql`${table.updatedAt} desc`),
  ],
)

/** What was said, one row each, written once and never updated. */
export const messages = sqliteTable(
  'messages',
  {
    // An explicit rowid: the full text index refers to it, and VACUUM renumbers implicit ones.
    position: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    conversationId: text()
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    round: integer().notNull(),
    sequence: integer().notNull(),
    role: text({ enum: ['user', 'assistant', 'tool'] }).notNull(),
    content: text().notNull(),
    toolCalls: text({ mode: 'json' }).$type<ToolCall[]>(),
    toolCallId: text(),
    name: text(),
    model: text(),
    promptTokens: integer(),
    completionTokens: integer(),
    totalTokens: integer(),
    reasoningContent: text(),
    metadata: text({ mode: 'json' }).$type<MessageMetadata>(),
    createdAt: integer().notNull(),
  },
  (table) => [
    uniqueIndex('messages_sequence').on(table.conversationId, table.round, table.sequence),
    index('messages_role').on(table.conversationId, table.role),
    // What is searched and pruned by time is found by it.
    index('messages_created').on(table.createdAt),
  ],
)

/** Words by which an operator finds conversations again. */
export const conversationTags = sqliteTable(
  'conversation_tags',
  {
    conversationId: text()
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    tag: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.tag] }),
    index('conversation_tags_tag').on(table.tag),
  ],
)

/** A saved opening of a conversation. */
export const templates = sqliteTable('templates', {
  name: text().primaryKey(),
  title: text(),
  tags: text({ mode: 'json' }).$type<string[]>().notNull(),
  /** The text it begins with. */
  opening: text(),
  createdAt: integer().notNull(),
  updatedAt: integer().notNull(),
})
