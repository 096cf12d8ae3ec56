import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { AuditAction, Milestone } from '../column-types.ts'
import { users } from './conversations.ts'

/** One row an add, committed before its first outward call; unfinished means: go on. */
export const mediaRequests = sqliteTable(
  'media_requests',
  {
    sid: text().notNull(),
    callId: text().notNull(),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    service: text({ enum: ['radarr', 'sonarr'] }).notNull(),
    /** The tmdb id of a film, the tvdb id of a show. */
    externalId: integer().notNull(),
    title: text().notNull(),
    year: integer().notNull(),
    /** What it will take on the disk, as far as anybody can tell. */
    sizeBytes: integer(),
    state: text({ enum: ['started', 'done', 'failed'] }).notNull(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sid, table.callId] }),
    index('media_requests_user').on(table.userId, table.createdAt),
  ],
)

/** What a user texted on a day of the household's time zone, `2026-11-20`. */
export const usage = sqliteTable(
  'usage',
  {
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    day: text().notNull(),
    texts: integer().notNull().default(0),
    segments: integer().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.userId, table.day] }), index('usage_day').on(table.day)],
)

/** The tokens that each model took for a user on such a day. */
export const tokenUsage = sqliteTable(
  'token_usage',
  {
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    day: text().notNull(),
    /** Empty where nobody wrote down which it was. */
    model: text().notNull(),
    inputTokens: integer().notNull(),
    outputTokens: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.day, table.model] }),
    index('token_usage_day').on(table.day),
  ],
)

/** Who did what, from which text. Appended to, never changed. */
export const auditLog = sqliteTable(
  'audit_log',
  {
    id: text().primaryKey(),
    userId: text(),
    sid: text(),
    action: text().$type<AuditAction>().notNull(),
    target: text(),
    detail: text({ mode: 'json' }).$type<Record<string, unknown>>(),
    createdAt: integer().notNull(),
  },
  (table) => [
    index('audit_log_user').on(table.userId, table.action, table.createdAt),
    index('audit_log_sid').on(table.sid),
    index('audit_log_arrivals')
      .on(table.createdAt)
      .where(sql`${table.action} = 'user.arrived'`),
  ],
)

/** When something happened that the whole database turns on. */
export const milestones = sqliteTable('milestones', {
  name: text().$type<Milestone>().primaryKey(),
  at: integer().notNull(),
})
