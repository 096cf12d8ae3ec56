import type { Channel } from '../db/column-types.ts'
import { decidedKey } from '../db/decision-notices.ts'
import type { NewOutboxRow } from '../db/outbox.ts'
import type { Request } from '../db/requests.ts'
import type { User } from '../db/users.ts'
import { toBody } from '../sms/body.ts'
import type { Store } from '../store/store.ts'

export interface RequestNoticesOptions {
  users: Pick<Store['users'], 'find' | 'phoneChannel'>
  /** Where someone is texted who never wrote from a phone. */
  channel: Channel
}

export type NoticeAbout = ReturnType<typeof createRequestNotices>

/** The text by which whoever put a request hears of its end; none where nothing may be sent to them. */
export function createRequestNotices({ users, channel }: RequestNoticesOptions) {
  return async (
    { id, userId }: Pick<Request, 'id' | 'userId'>,
    says: string | undefined,
  ): Promise<NewOutboxRow | undefined> => {
    const user = await users.find(userId)
    if (says === undefined || !user || isOut(user)) return undefined
    const { phone: address } = user
    const lastOn = await users.phoneChannel(address)
    const to = { kind: 'notice' as const, channel: lastOn ?? channel, address }
    return { key: decidedKey(id), ...to, ...toBody(says) }
  }
}

function isOut({ optedOutAt, status }: User): boolean {
  return optedOutAt !== null || status === 'blocked' || status === 'removed'
}
