import { and, desc, eq, sql } from 'drizzle-orm'
import type { ContextState } from './column-types.ts'
import { newId } from './ids.ts'
import type { Tx } from './open.ts'
import { given, givenAs, prepared } from './prepared.ts'
import { conversations } from './schema/conversations.ts'

export type Conversation = typeof conversations.$inferSelect

/** The user's active conversation, made if there is none. */
export function getOrCreateConversation(tx: Tx, userId: string, now: number): Conversation {
  const active = activeOf(tx).get({ userId })
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

const activeOf = prepared((tx) =>
  tx
    .select()
    .from(conversations)
    .where(and(eq(conversations.userId, given('userId')), eq(conversations.status, 'active')))
    .orderBy(desc(conversations.updatedAt)),
)

export function findConversation(tx: Tx, id: string): Conversation | undefined {
  return byId(tx).get({ id })
}

const byId = prepared((tx) =>
  tx
    .select()
    .from(conversations)
    .where(eq(conversations.id, given('id'))),
)

/** Counts a new round; the first one titles the conversation. Returns the round's number. */
export function beginRound(tx: Tx, id: string, title: string, now: number): number {
  return oneMoreRound(tx).get({ id, title, now }).round
}

const oneMoreRound = prepared((tx) =>
  tx
    .update(conversations)
    .set({
      roundCount: sql`${conversations.roundCount} + 1`,
      title: sql`coalesce(${conversations.title}, ${given('title')})`,
      updatedAt: givenAs('now'),
    })
    .where(eq(conversations.id, given('id')))
    .returning({ round: conversations.roundCount }),
)

export function setContextState(tx: Tx, id: string, contextState: ContextState): void {
  newContextState(tx).run({ id, contextState: JSON.stringify(contextState) })
}

const newContextState = prepared((tx) =>
  tx
    .update(conversations)
    .set({ contextState: givenAs('contextState') })
    .where(eq(conversations.id, given('id'))),
)

export function archiveConversation(tx: Tx, id: string, now: number): void {
  tx.update(conversations)
    .set({ status: 'archived', archivedAt: now, updatedAt: now })
    .where(eq(conversations.id, id))
    .run()
}
