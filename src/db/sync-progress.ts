import { sql } from 'drizzle-orm'
import { beginCopy } from './change-capture.ts'
import { newId } from './ids.ts'
import { syncState, type SyncStep } from './sync-steps.ts'
import type { Tx } from './tx.ts'

/** Keeps that `step` is at the server. */
export function recordStep(
  tx: Tx,
  { sequence, copied, whole }: SyncStep,
  { newToken, now }: { newToken: string; now: number },
): void {
  if (sequence !== undefined) {
    tx.run(sql`delete from __sync_changes where sequence <= ${sequence}`)
  }
  tx.run(sql`
    update __sync_state set token = next_token, next_token = ${newToken}, copied = ${copied}`)
  if (whole) tx.run(sql`update __sync_state set is_copying = 0, last_success_at = ${now}`)
}

/**
 * Begins a push onto what the server holds, and leaves a mark there that no copy of this database
 * which was made before can know.
 */
export function adoptToken(tx: Tx, token: string | null, newToken: string): void {
  const { token: last, nextToken, tokensElsewhere } = syncState(tx)
  const isAnother = token !== last && token !== nextToken
  // Nobody knows whether the push of `nextToken` had gone well there.
  const elsewhere = [...tokensElsewhere, ...(isAnother ? [last, nextToken] : [])]
  const kept = elsewhere.filter((one) => one !== null && one !== token).slice(-MAX_ELSEWHERE)
  tx.run(sql`
    update __sync_state
    set token = ${token}, next_token = ${newToken}, tokens_elsewhere = ${JSON.stringify(kept)}`)
}

// Two for each server that SYNC_URL may come back to.
const MAX_ELSEWHERE = 20

/** Begins the copy of everything from its first row, because the server has nothing of it. */
export function restartCopy(tx: Tx): void {
  dropChanges(tx)
  beginCopy(tx, syncState(tx).copyId)
}

/** With more changes than this a copy of everything costs less, here and at the server. */
export const MAX_CHANGES = 200_000

/** Gives up what waits for the server, and has everything copied anew in its stead. */
export function copyAnew(tx: Tx): void {
  dropChanges(tx)
  beginCopy(tx, newId())
}

// A copy that reads every row from now on has whatever they tell of.
function dropChanges(tx: Tx): void {
  tx.run(sql`delete from __sync_changes`)
}
