import { and, desc, eq, ne, sql } from 'drizzle-orm'
import type { ContextState } from './column-types.ts'
import { newId } from './ids.ts'
import type { Tx } from './open.ts'
import { conversations } from './schema/conversations.ts'

export type Conversation = typeof conversations.$inferSelect

export interface NewConversation {
  /** Kept as it was given; made where it is left out. */
  id?: string | undefined
  userId: string
  name?: string | undefined
  title?: string | undefined
}

export function createConversation(
  tx: Tx,
  conversation: NewConversation,
  now: number,
): Conversation {
  const { id = newId(), ...fields } = conversation
  return tx
    .insert(conversations)
    .values({ ...fields, id, status: 'active', contextState: {}, createdAt: now, updatedAt: now })
    .returning()
    .get()
}

/**
 * The conversation that the user's next text belongs to: the one they were in last, paused or not.
 * One that was idle for longer than `idleMs` is archived, and another is made.
 */
export function getOrCreateConversation(
  tx: Tx,
  { userId, idleMs }: { userId: string; idleMs: number },
  now: number,
): Conversation {
  const current = tx
    .select()
    .from(conversations)
    .where(and(eq(conversations.userId, userId), ne(conversations.status, 'archived')))
    .orderBy(desc(conversations.updatedAt))
    .limit(1)
    .get()
  if (!current) return createConversation(tx, { userId }, now)

  const isIdle = current.status === 'active' && now - current.updatedAt > idleMs
  if (!isIdle) return current
  archiveConversation(tx, current.id, now)
  return createConversation(tx, { userId }, now)
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

/** Soft: an archived conversation is still found, shown and exported. */
export function archiveConversation(tx: Tx, id: string, now: number): void {
  change(tx, id, { status: 'archived', archivedAt: now, pausedAt: null }, now)
}

/** Its texts are kept, and answered with one sentence, until it is resumed. */
export function pauseConversation(tx: Tx, id: string, now: number): void {
  change(tx, id, { status: 'paused', pausedAt: now, archivedAt: null }, now)
}

/** It goes on where it was, also after it was archived, and is the one its user is in. */
export function resumeConversation(tx: Tx, id: string, now: number): void {
  change(tx, id, { status: 'active', pausedAt: null, archivedAt: null }, now)
}

/** A new title, a new name, or both. */
export function renameConversation(
  tx: Tx,
  id: string,
  names: Partial<Pick<Conversation, 'name' | 'title'>>,
  now: number,
): void {
  change(tx, id, names, now)
}

function change(tx: Tx, id: string, fields: Partial<Conversation>, now: number): void {
  tx.update(conversations)
    .set({ ...fields, updatedAt: now })
    .where(eq(conversations.id, id))
    .run()
}

/** With all that was said in it. What it cost stands in `usage` all the same. */
export function deleteConversation(tx: Tx, id: string): void {
  tx.delete(conversations).where(eq(conversations.id, id)).run()
}
