import { and, eq, sql } from 'drizzle-orm'
import { given, prepared } from './prepared.ts'
import { tokenUsage, usage } from './schema/records.ts'
import type { Tx } from './tx.ts'
import { findUserByPhone } from './users.ts'

export type Usage = typeof usage.$inferSelect
export type TokenUsage = typeof tokenUsage.$inferSelect

const NOTHING = { texts: 0, segments: 0 }

export function addUsage(
  tx: Tx,
  userId: string,
  day: string,
  added: Partial<Pick<Usage, 'texts' | 'segments'>>,
): void {
  addition(tx).run({ userId, day, ...NOTHING, ...added })
}

const addition = prepared((tx) =>
  tx
    .insert(usage)
    .values({
      userId: given('userId'),
      day: given('day'),
      texts: given('texts'),
      segments: given('segments'),
    })
    .onConflictDoUpdate({
      target: [usage.userId, usage.day],
      set: {
        texts: sql`${usage.texts} + excluded.texts`,
        segments: sql`${usage.segments} + excluded.segments`,
      },
    }),
)

/** Counts what Twilio took for a phone; below zero what it took and then gave back. */
export function countSegments(
  tx: Tx,
  { address, segments }: { address: string; segments: number },
  day: string,
): void {
  const user = findUserByPhone(tx, address)
  if (user) addUsage(tx, user.id, day, { segments })
}

export function addTokenUsage(tx: Tx, spent: TokenUsage): void {
  tokenAddition(tx).run(spent)
}

const tokenAddition = prepared((tx) =>
  tx
    .insert(tokenUsage)
    .values({
      userId: given('userId'),
      day: given('day'),
      model: given('model'),
      inputTokens: given('inputTokens'),
      outputTokens: given('outputTokens'),
    })
    .onConflictDoUpdate({
      target: [tokenUsage.userId, tokenUsage.day, tokenUsage.model],
      set: {
        inputTokens: sql`${tokenUsage.inputTokens} + excluded.input_tokens`,
        outputTokens: sql`${tokenUsage.outputTokens} + excluded.output_tokens`,
      },
    }),
)

/** How many of a user's texts had a turn that began on `day`. */
export function textsOn(tx: Tx, userId: string, day: string): number {
  return textsOfDay(tx).get({ userId, day })?.texts ?? 0
}

/** The tokens that models took for a user on `day`, summaries included. */
export function tokensOn(tx: Tx, userId: string, day: string): number {
  return tokensOfDay(tx).get({ userId, day })?.tokens ?? 0
}

const tokensOfDay = prepared((tx) =>
  tx
    .select({
      tokens: sql<number>`coalesce(sum(${tokenUsage.inputTokens} + ${tokenUsage.outputTokens}), 0)`,
    })
    .from(tokenUsage)
    .where(and(eq(tokenUsage.userId, given('userId')), eq(tokenUsage.day, given('day')))),
)

const textsOfDay = prepared((tx) =>
  tx
    .select({ texts: usage.texts })
    .from(usage)
    .where(and(eq(usage.userId, given('userId')), eq(usage.day, given('day')))),
)
