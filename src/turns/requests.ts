import { MAX_WRONG_CODES_A_DAY } from '../conversation/answer-question.ts'
import { dayAround } from '../local-time.ts'
import type { Store } from '../store/store.ts'
import type { Requests, ToolContext } from '../tools/tool.ts'
import type { NoticeAbout } from './request-notices.ts'

export interface RequestsOptions {
  store: Pick<Store, 'questions' | 'requests' | 'users'>
  noticeAbout: NoticeAbout
  timeZone: string
  /** Told that something is waiting to be sent to a phone. */
  onNotice: (address: string) => void
  now: () => number
}

export type RequestsFor = ReturnType<typeof createRequests>

/** What the text of an admin may do with requests, in that admin's name. */
export function createRequests(options: RequestsOptions) {
  const { noticeAbout, timeZone, onNotice, now } = options
  const { requests, questions, users } = options.store

  return ({ user, sid }: Pick<ToolContext, 'user' | 'sid'>): Requests => ({
    isLocked: async () => {
      const wrong = await questions.countWrongCodes(user.id, dayAround(now(), timeZone))
      return wrong >= MAX_WRONG_CODES_A_DAY
    },
    noteWrongCode: () => requests.noteWrongCode({ userId: user.id, sid }),
    open: requests.open,
    findByCode: requests.findByCode,
    findUser: users.find,
    noticeTimeOf: (request) => requests.noticeTimeOf(request, timeZone),
    settle: async ({ request, says, ...decision }) => {
      const notice = await noticeAbout(request, says)
      const by = { userId: user.id, sid }
      const notices = notice ? [notice] : []
      const settled = await requests.settle({ ...decision, id: request.id, by, notices })
      if (notice) onNotice(notice.address)
      return settled
    },
    conclude: async ({ id, userId }, { isDone, says }) => {
      const notice = isDone ? await noticeAbout({ id, userId }, says) : undefined
      const request = await requests.conclude({ id, sid, isDone, ...(notice && { notice }) })
      if (notice) onNotice(notice.address)
      return request
    },
  })
}
