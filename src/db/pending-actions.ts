import { and, desc, eq, gt, gte, isNotNull, lte, or, sql } from 'drizzle-orm'
import type { Settlement } from './column-types.ts'
import { newId } from './ids.ts'
import { given, prepared } from './prepared.ts'
import { pendingActions } from './schema/questions.ts'
import type { Tx } from './tx.ts'

export type PendingAction = typeof pendingActions.$inferSelect
export type NewPendingAction = Pick<
  PendingAction,
  | 'userId'
  | 'conversationId'
  | 'channel'
  | 'sid'
  | 'kind'
  | 'choices'
  | 'fingerprint'
  | 'sentence'
  | 'code'
  | 'askedOutboxId'
  | 'expiresAt'
>

/** Puts a question. Whoever asks has settled the one that was open. */
export function askQuestion(tx: Tx, action: NewPendingAction, now: number): PendingAction {
  return tx
    .insert(pendingActions)
    .values({ ...action, id: newId(), state: 'open', createdAt: now, updatedAt: now })
    .returning()
    .get()
}

export function findAction(tx: Tx, id: string): PendingAction | undefined {
  return tx.select().from(pendingActions).where(eq(pendingActions.id, id)).get()
}

/** What the audit keeps of a question beside its sentence: its target as it was read. */
export function factsOf({ id: actionId, fingerprint }: PendingAction) {
  if (!fingerprint) return { actionId }
  if (fingerprint.service === 'users') {
    const { phone, name, role, status } = fingerprint
    return { actionId, phone, name, role, status }
  }
  const { title, year, files, sizeBytes } = fingerprint
  return { actionId, title, year, files, sizeBytes }
}

/** The user's one open question, lapsed or not. */
export function openQuestion(tx: Tx, userId: string): PendingAction | undefined {
  return openOf(tx).get({ userId })
}

/** Those that ask an admin about a person. */
export function openQuestionsAbout(tx: Tx, phone: string): PendingAction[] {
  return tx
    .select()
    .from(pendingActions)
    .where(
      and(
        sql`${pendingActions.state} = 'open'`,
        sql`${pendingActions.fingerprint} ->> 'phone' = ${phone}`,
      ),
    )
    .all()
}

// The state is spelled out: a partial index depends on it, and SQLite compiles a statement anew
// whenever such a value is bound.
const openOf = prepared((tx) =>
  tx
    .select()
    .from(pendingActions)
    .where(and(eq(pendingActions.userId, given('userId')), sql`${pendingActions.state} = 'open'`)),
)

/** The question that the text `sid` has answered. */
export function findClaim(tx: Tx, sid: string): PendingAction | undefined {
  return claimOf(tx).get({ sid })
}

const claimOf = prepared((tx) =>
  tx
    .select()
    .from(pendingActions)
    .where(eq(pendingActions.answeredBySid, given('sid'))),
)

export interface CodedQuestion {
  userId: string
  channel: PendingAction['channel']
  /** In any of the user's when left out. */
  conversationId?: string | undefined
  code: string
  since: number
}

/** The newest question with this code that a user was asked on a channel since `since`. */
export function findByCode(tx: Tx, of: CodedQuestion): PendingAction | undefined {
  return tx
    .select()
    .from(pendingActions)
    .where(
      and(
        eq(pendingActions.userId, of.userId),
        eq(pendingActions.code, of.code),
        eq(pendingActions.channel, of.channel),
        of.conversationId ? eq(pendingActions.conversationId, of.conversationId) : undefined,
        gte(pendingActions.createdAt, of.since),
      ),
    )
    .orderBy(desc(pendingActions.createdAt))
    .limit(1)
    .get()
}

/** The codes a user was sent since `since`, none of which may be given again yet. */
export function recentCodes(tx: Tx, userId: string, since: number): string[] {
  return tx
    .select({ code: pendingActions.code })
    .from(pendingActions)
    .where(
      and(
        eq(pendingActions.userId, userId),
        isNotNull(pendingActions.code),
        gte(pendingActions.createdAt, since),
      ),
    )
    .all()
    .flatMap(({ code }) => code ?? [])
}

/**
 * Takes an open question for the text `sid`, in one statement: of two answers at once only one
 * gets it. A rerun of the same text finds its own claim by `answeredBySid`.
 */
export function claimQuestion(
  tx: Tx,
  id: string,
  claim: { sid: string; state: 'claimed' | 'done' | 'declined' },
  now: number,
): boolean {
  const { changes } = tx
    .update(pendingActions)
    .set({ state: claim.state, answeredBySid: claim.sid, updatedAt: now })
    .where(and(eq(pendingActions.id, id), eq(pendingActions.state, 'open')))
    .run()
  return changes === 1
}

export function settleAction(
  tx: Tx,
  { actionId, state, nextCheckAt }: Settlement,
  now: number,
): void {
  tx.update(pendingActions)
    .set({
      state,
      nextCheckAt: nextCheckAt ?? null,
      updatedAt: now,
      // The hour in which an outcome is looked for begins with the first try, or where the clock
      // has been set back, with the first look after that.
      ...(state === 'executing' && {
        executingAt: sql`min(coalesce(${pendingActions.executingAt}, ${now}), ${now})`,
      }),
    })
    .where(eq(pendingActions.id, actionId))
    .run()
}

/** The outbox row that last put the question: the one that a bare answer has to follow. */
export function setAskedBy(tx: Tx, id: string, askedOutboxId: string): void {
  tx.update(pendingActions).set({ askedOutboxId }).where(eq(pendingActions.id, id)).run()
}

export function countWrongCode(tx: Tx, id: string, now: number): void {
  tx.update(pendingActions)
    .set({ wrongCodes: sql`${pendingActions.wrongCodes} + 1`, updatedAt: now })
    .where(eq(pendingActions.id, id))
    .run()
}

/** No outcome waits longer than this to be looked into again. */
export const CHECK_EVERY_MS = 60_000

/** Questions whose turn ended without learning the outcome, and that are due to be looked into. */
export function dueChecks(tx: Tx, now: number): PendingAction[] {
  const { nextCheckAt } = pendingActions
  // What is due later than ever was set is due by a clock that has been set back since.
  const isDue = or(lte(nextCheckAt, now), gt(nextCheckAt, now + CHECK_EVERY_MS))
  return tx
    .select()
    .from(pendingActions)
    .where(and(eq(pendingActions.state, 'executing'), isDue))
    .all()
}
