import { z } from 'zod'
import type { Channel } from '../db/column-types.ts'
import type { User } from '../db/users.ts'
import { defineTool } from './tool.ts'

const NoArgs = z.object({})

const LISTS = '"what\'s new", "coming", "downloading"'
const KEYWORDS = 'MORE for the rest, NEW to start over'

/** What someone can text, and the words that are keywords wherever they are. */
export function helpFor({ role }: Pick<User, 'role'>, channel: Channel): string {
  // In a terminal it ends nothing.
  const keywords = channel === 'cli' ? `${KEYWORDS}.` : `${KEYWORDS}, STOP to end.`
  return role === 'admin'
    ? `Text a title to find it, "add" or "remove" and a title, ${LISTS}, "status". ${keywords}`
    : `Text a title to find it, "add" and a title, or ${LISTS}. ${keywords}`
}

export const help = defineTool({
  name: 'help',
  description: 'What you can do for them.',
  modelArgs: NoArgs,
  args: NoArgs,
  isWrite: false,

  async run(_args, { user, channel }) {
    return { type: 'answer', text: helpFor(user, channel) }
  },
})
