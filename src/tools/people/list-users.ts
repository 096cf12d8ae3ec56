import { z } from 'zod'
import type { User } from '../../db/users.ts'
import { withEnd } from '../../users/called.ts'
import { defineTool } from '../tool.ts'
import { FOR_ADMINS } from './whom.ts'

// Nobody reads on in texts, and a result has its bounds.
const MOST = 100

export const listUsers = defineTool({
  ...FOR_ADMINS,
  name: 'list_users',
  args: z.object({}),
  isWrite: false,

  async run(_args, { people }) {
    const users = (await people.list()).filter(({ status }) => status !== 'removed')
    const others = users.length - MOST
    const lines = users.slice(0, MOST).map((user) => `${withEnd(user)}, ${standingOf(user)}`)
    const rest = others > 0 ? [`and ${others} more: "usherr users" lists them all.`] : []
    return { type: 'answer', text: [...lines, ...rest].join('\n') }
  },
})

function standingOf({ role, status, optedOutAt }: User): string {
  if (status === 'blocked') return 'blocked'
  if (status === 'pending') return 'waiting to be let in'
  return optedOutAt === null ? role : `${role}, opted out`
}
