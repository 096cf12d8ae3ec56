import type { Request } from '../db/requests.ts'
import type { User } from '../db/users.ts'
import { mayDecide } from '../tools/request-words.ts'
import { readDecision } from '../users/read-decision.ts'
import { requestNeedsWord } from './question-replies.ts'

export interface CrossedWordsOptions {
  findRequest: (code: string) => Promise<Request | undefined>
  now: () => number
}

/** An open request's code beside a yes or a no of an admin: how it is answered. */
export async function requestBesideYes(
  code: string,
  user: User,
  { findRequest, now }: CrossedWordsOptions,
): Promise<string | undefined> {
  if (user.role !== 'admin') return undefined
  const request = await findRequest(code)
  const isOpen = request?.state === 'open' && request.expiresAt >= now()
  return isOpen && mayDecide(user, request) ? requestNeedsWord(request) : undefined
}

/** A code beside APPROVE, REFUSE or BLOCK that is no request's, and so may be a question's. */
export async function codeBesideDecision(
  text: string,
  user: User,
  { findRequest }: CrossedWordsOptions,
): Promise<string | undefined> {
  const { code } = readDecision(text, user) ?? {}
  return code === undefined || (await findRequest(code)) ? undefined : code
}
