import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { CanonicalCall } from '../column-types.ts'
import { users } from './conversations.ts'

/** What somebody wants and an admin decides: to be let in, a title, or that a title goes. */
export const requests = sqliteTable(
  'requests',
  {
    id: text().primaryKey(),
    /** Who wants it. */
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['join', 'add', 'remove'] }).notNull(),
    /** `Dune (2021)`, or the name of who wants to be let in. */
    subject: text().notNull(),
    /** The call that an approval stands for; NULL where somebody wants to be let in. */
    call: text({ mode: 'json' }).$type<CanonicalCall>(),
    service: text({ enum: ['radarr', 'sonarr'] }),
    /** The tmdb id of a film, the tvdb id of a show. */
    externalId: integer(),
    /** What it will take on the disk, as far as anybody can tell. */
    sizeBytes: integer(),
    /** What an admin names it by; no other open one of the household has it. */
    code: text().notNull(),
    state: text({ enum: ['open', 'approved', 'refused', 'lapsed'] }).notNull(),
    /** Why it was refused, in the admin's words. */
    reason: text(),
    /** The text that asked, and the call in it. */
    sid: text().notNull(),
    callId: text().notNull(),
    decidedBy: text(),
    /** The text that decided; NULL where a command did, or nobody. */
    decidedBySid: text(),
    createdAt: integer().notNull(),
    expiresAt: integer().notNull(),
    decidedAt: integer(),
    /** When what was approved had been carried out, or there was nothing to do. */
    doneAt: integer(),
  },
  (table) => [
    uniqueIndex('requests_call').on(table.sid, table.callId),
    uniqueIndex('requests_open_code')
      .on(table.code)
      .where(sql`${table.state} = 'open'`),
    index('requests_code').on(table.code, table.createdAt),
    index('requests_user').on(table.userId, table.createdAt),
    index('requests_unfinished')
      .on(table.decidedBySid)
      .where(
        sql`${table.state} = 'approved' and ${table.kind} = 'add' and ${table.doneAt} is null`,
      ),
    index('requests_expiry')
      .on(table.expiresAt)
      .where(sql`${table.state} = 'open'`),
  ],
)
