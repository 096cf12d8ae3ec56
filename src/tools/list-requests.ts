import { z } from 'zod'
import type { User } from '../db/users.ts'
import { askerInWords, listedSubject, requestInWords } from './request-words.ts'
import { defineTool } from './tool.ts'

const NoArgs = z.object({})

export const listRequests = defineTool({
  name: 'list_requests',
  description: 'Which requests wait for an admin.',
  modelArgs: NoArgs,
  args: NoArgs,
  isWrite: false,
  isForAnswersOnly: true,
  adminsOnly: 'Requests are for admins to answer.',

  async run(_args, { decisions, now }) {
    const open = (await decisions.open()).filter(({ expiresAt }) => expiresAt >= now())
    if (open.length === 0) return { type: 'answer', text: 'No request is waiting.' }
    const lines = await Promise.all(
      open.map(async (request) => {
        const user = await decisions.findUser(request.userId)
        return `${request.code} ${lineOf(request, user)}`
      }),
    )
    const text = [...lines, 'Reply APPROVE or REFUSE and its number.'].join('\n')
    return { type: 'answer', text }
  },
})

function lineOf(request: Parameters<typeof requestInWords>[0], user: User | undefined): string {
  if (request.kind === 'join') return `${request.subject} wants in`
  const { kind } = request
  const what = requestInWords({ kind, subject: listedSubject(request.subject) })
  return `${user ? askerInWords(user) : 'Somebody'}: ${what}`
}
