import { and, eq, sql } from 'drizzle-orm'
import { requireWaiting } from './inbox.ts'
import { mediaRequests } from './schema/records.ts'
import type { Tx } from './tx.ts'

export type MediaRequest = typeof mediaRequests.$inferSelect
export type NewMediaRequest = Omit<
  typeof mediaRequests.$inferInsert,
  'state' | 'createdAt' | 'updatedAt'
>

export function findRequest(
  tx: Tx,
  { sid, callId }: { sid: string; callId: string },
): MediaRequest | undefined {
  return tx
    .select()
    .from(mediaRequests)
    .where(and(eq(mediaRequests.sid, sid), eq(mediaRequests.callId, callId)))
    .get()
}

/** Notes an add before its first outward call, so that a rerun knows what it may find there. */
export function beginRequest(tx: Tx, request: NewMediaRequest, now: number): void {
  requireWaiting(tx, request.sid)
  tx.insert(mediaRequests)
    .values({ ...request, state: 'started', createdAt: now, updatedAt: now })
    .onConflictDoNothing()
    .run()
}

/** Ends the add that a call began, and returns it if it began one. */
export function finishRequest(
  tx: Tx,
  { sid, callId }: { sid: string; callId: string },
  state: 'done' | 'failed',
  now: number,
): MediaRequest | undefined {
  return tx
    .update(mediaRequests)
    .set({ state, updatedAt: now })
    .where(and(eq(mediaRequests.sid, sid), eq(mediaRequests.callId, callId)))
    .returning()
    .get()
}

/**
 * What the calls of a round began stays with that round: a provider may give their ids to other
 * calls in the next one.
 */
export function renameRequests(tx: Tx, sid: string, round: number | null): void {
  tx.update(mediaRequests)
    .set({ callId: sql`'round ' || ${round} || ': ' || ${mediaRequests.callId}` })
    .where(and(eq(mediaRequests.sid, sid), sql`${mediaRequests.callId} not like 'round %'`))
    .run()
}
