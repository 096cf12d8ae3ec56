import { enqueue, type NewOutboxRow } from './outbox.ts'
import { type Decision, decideRequest, reopenRequest, type Request } from './requests.ts'
import type { Tx } from './tx.ts'
import { changeUser, type UserFields } from './user-changes.ts'

/** A decision with all that goes along in its commit. */
export interface Settling extends Decision {
  /** What becomes of who wants to be let in. */
  setUser?: Partial<UserFields>
  notices?: readonly NewOutboxRow[]
}

/** Decides a request, or finds it decided, and returns it as it is then. */
export function settleRequest(
  tx: Tx,
  { setUser, notices = [], ...decision }: Settling,
  now: number,
): Request | undefined {
  const { request, isNew } = decideRequest(tx, decision, now)
  if (!request || !isNew) return request
  if (setUser) changeUser(tx, { id: request.userId, set: setUser, by: decision.by }, now)
  for (const notice of notices) enqueue(tx, notice, now)
  return request
}

/** What came of carrying an approved request out: it stands, or waits again; who asked is told. */
export function concludeRequest(
  tx: Tx,
  { id, sid, isDone, notice }: { id: string; sid: string; isDone: boolean; notice?: NewOutboxRow },
  now: number,
): void {
  if (!isDone) return reopenRequest(tx, id, sid)
  if (notice) enqueue(tx, notice, now)
}
