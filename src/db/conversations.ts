import { and, desc, eq, inArray, ne, sql } from 'drizzle-orm'
import type { ContextState } from './column-types.ts'
import { newId } from './ids.ts'
import { given, givenAs, prepared } from './prepared.ts'
import { conversations } from './schema/conversations.ts'
import type { Tx } from './tx.ts'

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
 * One that was idle for longer than `idleMs` is archived, and another is made, which is called `name`.
 */
export function getOrCreateConversation(
  tx: Tx,
  { userId, idleMs, name }: { userId: string; idleMs: number; name?: string },
  now: number,
): Conversation {
  const current = currentUnlessIdle(tx, { userId, idleMs }, now)
  if (current) return current
  const idle = currentConversation(tx, userId)
  if (idle) archiveConversation(tx, idle.id, now)
  return createConversation(tx, { userId, name }, now)
}

/** The conversation that the user was in last, where it has not ended by being quiet. */
export function currentUnlessIdle(
  tx: Tx,
  { userId, idleMs }: { userId: string; idleMs: number },
  now: number,
): Conversation | undefined {
  const current = currentConversation(tx, userId)
  return current && !isIdle(current, idleMs, now) ? current : undefined
}

/** The conversation that the user was in last, paused or not. */
export function currentConversation(tx: Tx, userId: string): Conversation | undefined {
  return currentOf(tx).get({ userId })
}

/** Whether it has ended by being quiet. A paused one never does. */
export function isIdle(
  { status, updatedAt }: Pick<Conversation, 'status' | 'updatedAt'>,
  idleMs: number,
  now: number,
): boolean {
  return status === 'active' && now - updatedAt > idleMs
}

const currentOf = prepared((tx) =>
  tx
    .select()
    .from(conversations)
    .where(
      and(
        eq(conversations.userId, given('userId')),
        inArray(conversations.status, ['active', 'paused']),
      ),
    )
    .orderBy(desc(conversations.updatedAt), desc(conversations.id)),
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

/** One of the user's that has not ended. */
export function findGoingOn(tx: Tx, id: string, userId: string): Conversation | undefined {
  const found = findConversation(tx, id)
  return found?.userId === userId && found.status !== 'archived' ? found : undefined
}

/** Counts a new round; the first one that has words titles the conversation. Returns its number. */
export function beginRound(tx: Tx, id: string, title: string, now: number): number {
  return oneMoreRound(tx).get({ id, title, now }).round
}

const oneMoreRound = prepared((tx) =>
  tx
    .update(conversations)
    .set({
      roundCount: sql`${conversations.roundCount} + 1`,
      title: sql`coalesce(${conversations.title}, nullif(${given('title')}, ''))`,
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

/** Keeps the film or show that it was about last: one that was added, or is to be changed. */
export function setAbout(
  tx: Tx,
  id: string,
  { service, externalId }: { service: 'radarr' | 'sonarr'; externalId: number },
): void {
  const aboutType = service === 'radarr' ? 'film' : 'show'
  setFields(tx, id, { aboutType, aboutId: String(externalId) })
}

/** Soft: an archived conversation is still found, shown and exported. */
export function archiveConversation(tx: Tx, id: string, now: number): void {
  setFields(tx, id, { status: 'archived', archivedAt: now, pausedAt: null })
}

/** Ends all that a user is in; their next text begins another. */
export function archiveAllOf(tx: Tx, userId: string, now: number): void {
  tx.update(conversations)
    .set({ status: 'archived', archivedAt: now, pausedAt: null })
    .where(and(eq(conversations.userId, userId), ne(conversations.status, 'archived')))
    .run()
}

/** Ends a conversation for another, which is the user's even where they are in a third. */
export function startAfresh(tx: Tx, { id, userId }: Conversation, now: number): void {
  archiveConversation(tx, id, now)
  if (currentOf(tx).get({ userId })) createConversation(tx, { userId }, now)
}

/** Its texts are kept, and answered with one sentence, until it is resumed. */
export function pauseConversation(tx: Tx, id: string, now: number): void {
  setFields(tx, id, { status: 'paused', pausedAt: now, archivedAt: null })
}

/** It goes on where it was, also after it was archived, and is the one its user is in. */
export function resumeConversation(tx: Tx, id: string, now: number): void {
  setFields(tx, id, { status: 'active', pausedAt: null, archivedAt: null, updatedAt: now })
}

/** A new title, a new name, or both. */
export function renameConversation(
  tx: Tx,
  id: string,
  names: Partial<Pick<Conversation, 'name' | 'title'>>,
): void {
  setFields(tx, id, names)
}

/** Writes these fields as they are given. */
export function setFields(tx: Tx, id: string, fields: Partial<Conversation>): void {
  tx.update(conversations).set(fields).where(eq(conversations.id, id)).run()
}

/** With all that was said in it. What it cost stands in `usage` all the same. */
export function deleteConversation(tx: Tx, id: string): void {
  tx.delete(conversations).where(eq(conversations.id, id)).run()
}
