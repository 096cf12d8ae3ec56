import {
  type Decision,
  decideRequest,
  findRequestByCode,
  lapseRequests,
  type NewRequest,
  openRequest,
  openRequests,
} from '../db/requests.ts'
import type { Transactions } from './commit-queue.ts'

export function createRequestsStore({ read, write, now }: Transactions) {
  return {
    put: (request: NewRequest) => write((tx) => openRequest(tx, request, now())),
    findByCode: (code: string) => read((tx) => findRequestByCode(tx, code)),
    open: () => read(openRequests),
    decide: (decision: Decision) => write((tx) => decideRequest(tx, decision, now())),
    lapse: () => write((tx) => lapseRequests(tx, now())),
  }
}
