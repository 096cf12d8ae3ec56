import { z } from 'zod'
import type { Request } from '../db/requests.ts'
import type { User } from '../db/users.ts'
import {
  askerInWords,
  listedSubject,
  maySee,
  REQUESTS_END,
  requestInWords,
  strangerInWords,
} from './request-words.ts'
import { defineTool } from './tool.ts'

const NoArgs = z.object({})

export const listRequests = defineTool({
  name: 'list_requests',
  description: 'Which requests wait for an admin: of a member, their own.',
  modelArgs: NoArgs,
  args: NoArgs,
  isWrite: false,
  isForAnswersOnly: true,
  adminsOnly: 'Requests are for admins to answer.',

  async run(_args, { user: admin, people, requests, now }) {
    const open = (await requests.open()).filter(
      (request) => request.expiresAt >= now() && maySee(admin, request),
    )
    if (open.length === 0) return { type: 'answer', text: 'No request is waiting.' }
    const users = await people.list()
    const lines = open.map((request) => `${request.code} ${lineOf(request, users)}`)
    const text = [...lines, REQUESTS_END].join('\n')
    return { type: 'answer', text }
  },

  async forMembers(_args, { admins }) {
    const waiting = (await admins.waiting()).map(({ kind, subject }) =>
      kind === 'remove' ? `the removal of ${subject}` : subject,
    )
    const last = waiting.pop()
    if (last === undefined) return { type: 'answer', text: NOTHING_WAITS }
    const before = waiting.length > 0 ? `${waiting.join(', ')} and ` : ''
    return { type: 'answer', text: `You've asked for ${before}${last}.` }
  },
})

const NOTHING_WAITS = "You've asked for nothing that waits."

function lineOf({ kind, subject, userId }: Request, users: readonly User[]): string {
  const user = users.find(({ id }) => id === userId)
  if (kind === 'join' && user) {
    return `${strangerInWords({ name: subject, phone: user.phone }, users)} wants in`
  }
  const what = requestInWords({ kind, subject: listedSubject(subject) })
  return `${user ? askerInWords(user, users) : 'Somebody'}: ${what}`
}
