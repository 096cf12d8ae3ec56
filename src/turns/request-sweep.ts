import { BY_USHERR } from '../db/audit-log.ts'
import type { Request } from '../db/requests.ts'
import type { Store } from '../store/store.ts'
import type { NoticeAbout } from './request-notices.ts'

export interface RequestSweepOptions {
  requests: Pick<Store['requests'], 'forsaken' | 'fulfilled' | 'giveBack' | 'overdue' | 'settle'>
  users: Pick<Store['users'], 'find'>
  noticeAbout: NoticeAbout
  /** Told that something is waiting to be sent to a phone. */
  onNotice: (address: string) => void
}

/** Ends requests that came true in another way, or waited too long, and tells who asked. */
export function createRequestSweep(options: RequestSweepOptions) {
  const { requests, users, noticeAbout, onNotice } = options

  async function end(request: Request, state: 'approved' | 'lapsed'): Promise<void> {
    const user = await users.find(request.userId)
    // Whoever has become an admin sees to it themselves.
    const isTold = user?.role !== 'admin'
    const words = state === 'approved' ? fulfilledInWords(request) : lapsedInWords(request)
    const says = isTold ? words : undefined
    const notice = await noticeAbout(request, says)
    await requests.settle({
      id: request.id,
      state,
      by: BY_USHERR,
      // Who waited at the door in vain may knock again.
      ...(request.kind === 'join' && { setUser: { status: 'removed' as const } }),
      notices: notice ? [notice] : [],
    })
    if (notice) onNotice(notice.address)
  }

  return async (signal: AbortSignal): Promise<void> => {
    for (const { id, decidedBySid } of await requests.forsaken()) {
      if (decidedBySid) await requests.giveBack(id, decidedBySid)
    }
    for (const request of await requests.fulfilled()) {
      if (signal.aborted) return
      await end(request, 'approved')
    }
    for (const request of await requests.overdue()) {
      if (signal.aborted) return
      await end(request, 'lapsed')
    }
  }
}

function fulfilledInWords({ kind, subject }: Request): string {
  return kind === 'remove'
    ? `${subject} is gone now, as you asked.`
    : `${subject} has been added, as you asked.`
}

function lapsedInWords({ kind, subject }: Request): string | undefined {
  return kind === 'join'
    ? undefined
    : `Nobody has answered about ${subject}, so I've stopped asking.`
}
