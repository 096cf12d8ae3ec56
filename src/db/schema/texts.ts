import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Channel, OptOutType } from '../column-types.ts'
import { conversations } from './conversations.ts'

/** Every text that was acknowledged. `position` is the order in which a phone is answered. */
export const inbox = sqliteTable(
  'inbox',
  {
    position: integer().primaryKey({ autoIncrement: true }),
    sid: text().notNull().unique(),
    channel: text().$type<Channel>().notNull(),
    address: text().notNull(),
    body: text().notNull(),
    mediaCount: integer().notNull(),
    optOutType: text().$type<OptOutType>(),
    /** The model that is to answer this text in place of the one that is set. */
    model: text(),
    receivedAt: integer().notNull(),
    state: text({ enum: ['waiting', 'done', 'parked'] }).notNull(),
    /** Before there is a round: where the text asks to be taken up. */
    conversationId: text().references(() => conversations.id, { onDelete: 'set null' }),
    round: integer(),
    /** Starts that stored no new step. */
    attempts: integer().notNull().default(0),
    /** The last text they had been sent when this one was stored; NULL when it is not known. */
    afterOutboxId: text(),
    doneAt: integer(),
  },
  (table) => [
    index('inbox_waiting')
      .on(table.address, table.position)
      .where(sql`${table.state} = 'waiting'`),
    index('inbox_parked')
      .on(table.position)
      .where(sql`${table.state} = 'parked'`),
    index('inbox_received').on(table.address, table.channel, table.receivedAt),
  ],
)

/** Every text we owe someone. `key` says what it answers, so that a rerun cannot queue it twice. */
export const outbox = sqliteTable(
  'outbox',
  {
    position: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    key: text().notNull().unique(),
    /** `busy` says that a reply takes a while: of no use once it is there. */
    kind: text({ enum: ['reply', 'notice', 'busy'] }).notNull(),
    channel: text().$type<Channel>().notNull(),
    address: text().notNull(),
    body: text().notNull(),
    segments: integer().notNull(),
    /** A row to a terminal is pending until that terminal has shown it, and then delivered. */
    state: text({
      enum: ['pending', 'sending', 'sent', 'delivered', 'undelivered', 'failed'],
    }).notNull(),
    /** The place in the order of sends to this address and channel, from when a send begins. */
    sendOrder: integer(),
    attempts: integer().notNull().default(0),
    nextAttemptAt: integer().notNull(),
    /** It may not go before then, because it comes in somebody's quiet hours. */
    notBefore: integer(),
    providerSid: text().unique(),
    errorCode: text(),
    createdAt: integer().notNull(),
    sendingAt: integer(),
    sentAt: integer(),
  },
  (table) => [
    index('outbox_unsent')
      .on(table.address, table.kind, table.position)
      .where(sql`${table.state} in ('pending', 'sending')`),
    index('outbox_send_order').on(table.address, table.channel, table.sendOrder),
  ],
)

/** What the network said of a text, each time it said something. */
export const deliveryEvents = sqliteTable(
  'delivery_events',
  {
    id: text().primaryKey(),
    outboxId: text()
      .notNull()
      .references(() => outbox.id, { onDelete: 'cascade' }),
    providerSid: text().notNull(),
    status: text().notNull(),
    errorCode: text(),
    receivedAt: integer().notNull(),
  },
  (table) => [
    index('delivery_events_outbox').on(table.outboxId),
    index('delivery_events_sid').on(table.providerSid),
  ],
)
