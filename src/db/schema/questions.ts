import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { ActionState, Channel, Choices, Fingerprint } from '../column-types.ts'
import { conversations, users } from './conversations.ts'
import { outbox } from './texts.ts'

/** A question put to a user, and what became of it. */
export const pendingActions = sqliteTable(
  'pending_actions',
  {
    id: text().primaryKey(),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    conversationId: text()
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    channel: text().$type<Channel>().notNull(),
    /** The text that led to it. */
    sid: text().notNull(),
    kind: text({ enum: ['confirmation', 'offer'] }).notNull(),
    state: text().$type<ActionState>().notNull(),
    /** A word or number to the canonical call it stands for. */
    choices: text({ mode: 'json' }).$type<Choices>().notNull(),
    /** The target as it was read when the question was put; confirmations only. */
    fingerprint: text({ mode: 'json' }).$type<Fingerprint>(),
    sentence: text().notNull(),
    code: text(),
    wrongCodes: integer().notNull().default(0),
    /** The outbox row that put it, or last repeated it. */
    askedOutboxId: text().references(() => outbox.id, { onDelete: 'set null' }),
    answeredBySid: text(),
    expiresAt: integer().notNull(),
    executingAt: integer(),
    nextCheckAt: integer(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  (table) => [
    uniqueIndex('pending_actions_open')
      .on(table.userId)
      .where(sql`${table.state} = 'open'`),
    index('pending_actions_code').on(table.userId, table.code, table.createdAt),
    index('pending_actions_answer').on(table.answeredBySid),
    // A row of the outbox that is deleted is looked for here.
    index('pending_actions_asked').on(table.askedOutboxId),
    index('pending_actions_check')
      .on(table.nextCheckAt)
      .where(sql`${table.state} = 'executing'`),
  ],
)
