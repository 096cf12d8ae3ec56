import { findByKey } from './outbox.ts'
import { keptQuietUntil } from './quiet-rows.ts'
import type { Request } from './requests.ts'
import type { Tx } from './tx.ts'
import { findUser } from './users.ts'
import { isWindowOpen } from './whatsapp-window.ts'

/** When the text goes by which who put a request hears how it was decided. */
export type NoticeTime = 'now' | 'after-quiet-hours' | 'once-they-write' | 'never'

export const decidedKey = (requestId: string) => `${requestId}:decided`

/** `timeZone` is that of whoever has set none. */
export function decisionNoticeTime(
  tx: Tx,
  { id, userId }: Pick<Request, 'id' | 'userId'>,
  timeZone: string,
  now: number,
): NoticeTime {
  const user = findUser(tx, userId)
  const notice = findByKey(tx, decidedKey(id))
  if (!notice || user?.status !== 'active' || user.optedOutAt !== null) return 'never'
  if (!isWindowOpen(tx, notice, now)) return 'once-they-write'
  return keptQuietUntil(tx, notice, timeZone, now) === undefined ? 'now' : 'after-quiet-hours'
}
