import { and, desc, eq, sql } from 'drizzle-orm'
import type { ContextState } from './column-types.ts'
import { newId } from './ids.ts'
import type { Tx } from './open.ts'
import { conversations } from './schema/conversations.ts'

export type Conversation = typeof conversations.$inferSelect

/** The user's active conversation, made if there is none. */
export function getOrCreateConversation(tx: Tx, userId: string, now: number): Conversation {
  const active = tx
    .select()
    .from(conversations)
    .where(and(eq(conversations.userId, userId), eq(conversations.status, 'active')))
    .orderBy(desc(conversations.updatedAt))
    .limit(1)
    .get()
  if (active) return active

  return tx
    .insert(conversations)
    .values({
      id: newId(),
      userId,
      status: 'active',
      contextState: {},
      createdAt: now,
      updatedAt: now,
    })
    .returning()
    .get()
}

export function findConversation(tx: Tx, id: string): Conversation | undefined {
  return tx.select().from(conversations).where(eq(conversations.id, id)).get()
}

/** Counts a new round; the first one titles the conversation. Returns the round's number. */
export function beginRound(tx: Tx, id: string, title: string, now: number): number {
  return tx
    .update(conversations)
    .set({
      roundCount: sql`${conversations.roundCount} + 1`,
      title: sql`coalesce(${conversations.title}, ${title})`,
      updatedAt: now,
    })
    .where(eq(conversations.id, id))
    .returning({ round: conversations.roundCount })
    .get().round
}

export function setContextState(tx: Tx, id: string, contextState: ContextState): void {
  tx.update(conversations).set({ contextState }).where(eq(conversations.id, id)).run()
}

export function archiveConversation(tx: Tx, id: string, now: number): void {
  tx.update(conversations)
    .set({ status: 'archived', archivedAt: now, updatedAt: now })
    .where(eq(conversations.id, id))
    .run()
}
