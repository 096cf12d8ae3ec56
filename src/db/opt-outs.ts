import { appendAudit } from './audit-log.ts'
import type { Text } from './inbox.ts'
import type { Tx } from './open.ts'
import { dropText } from './settlements.ts'
import { findUserByPhone, setOptedOut } from './users.ts'

/** Ends a text by which the network began or ceased to refuse ours to this phone. */
export function recordOptOut(
  tx: Tx,
  { sid, address }: Pick<Text, 'sid' | 'address'>,
  isOptedOut: boolean,
  now: number,
): void {
  setOptedOut(tx, address, isOptedOut, now)
  const user = findUserByPhone(tx, address)
  const action = isOptedOut ? 'user.opted_out' : 'user.opted_in'
  if (user) appendAudit(tx, { userId: user.id, sid, action }, now)
  dropText(tx, sid, now)
}
