import { z } from 'zod'
import { settingsInWords } from '../users/settings-in-words.ts'
import { meantUser } from './meant-user.ts'
import { defineTool } from './tool.ts'

const Args = z.object({ of: z.string().optional() })

export const showSettings = defineTool({
  name: 'show_settings',
  description: 'What is set of them, or of somebody whom an admin names.',
  modelArgs: Args,
  args: Args,
  isWrite: false,
  isForAnswersOnly: true,

  async run({ of }, context) {
    const meant = await meantUser(of, context, (whom) => `settings ${whom}`)
    if (meant.type === 'none') return meant.outcome
    return { type: 'answer', text: settingsInWords(meant.user, meant) }
  },
})
