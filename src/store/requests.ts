import {
  type AboutWhat,
  type Putting,
  putRequest,
  reachableAdmins,
  tellAdmins,
  type Telling,
} from '../db/admin-requests.ts'
import { appendAuditOnce } from '../db/audit-log.ts'
import { decisionNoticeTime } from '../db/decision-notices.ts'
import { concludeRequest, settleRequest, type Settling } from '../db/decisions.ts'
import { forsakenRequests, fulfilledRequests, overdueRequests } from '../db/ended-requests.ts'
import type { NewOutboxRow } from '../db/outbox.ts'
import { findRequestByCode, openRequests, type Request } from '../db/requests.ts'
import type { Transactions } from './commit-queue.ts'

export function createRequestsStore({ read, write, now }: Transactions) {
  return {
    /** Those who are told of it, the oldest first. */
    reachable: (about: AboutWhat) => read((tx) => reachableAdmins(tx, about)),
    put: (request: Putting) => write((tx) => putRequest(tx, request, now())),
    /** Resolves with the admins who are texted about it. */
    tell: (telling: Telling) => write((tx) => tellAdmins(tx, telling, now())),
    findByCode: (code: string) => read((tx) => findRequestByCode(tx, code)),
    open: () => read((tx) => openRequests(tx)),
    /** What somebody has asked for and no admin has answered, the oldest first. */
    waitingOf: (userId: string) =>
      read((tx) =>
        openRequests(tx).filter(
          (request) => request.userId === userId && request.expiresAt >= now(),
        ),
      ),
    settle: (settling: Settling) => write((tx) => settleRequest(tx, settling, now())),
    conclude: (ended: { id: string; sid: string; isDone: boolean; notice?: NewOutboxRow }) =>
      write((tx) => concludeRequest(tx, ended, now())),
    /** When who asked hears of it; `timeZone` is that of whoever has set none. */
    noticeTimeOf: (request: Pick<Request, 'id' | 'userId'>, timeZone: string) =>
      read((tx) => decisionNoticeTime(tx, request, timeZone, now())),
    /** A code that names nothing counts as a guess at a question's does, once a text. */
    noteWrongCode: (by: { userId: string; sid: string }) =>
      write((tx) => appendAuditOnce(tx, { ...by, action: 'question.wrong_code' }, now())),
    /** Opens again what was approved and is carried out by nobody. */
    giveBack: (id: string, sid: string) =>
      write((tx) => concludeRequest(tx, { id, sid, isDone: false }, now())),
    forsaken: () => read(forsakenRequests),
    overdue: () => read((tx) => overdueRequests(tx, now())),
    fulfilled: () => read(fulfilledRequests),
  }
}
