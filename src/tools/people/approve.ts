import { defineTool } from '../tool.ts'
import { entering, proposeEntry } from './entering.ts'
import { asTarget, calledOf, findWhom, FOR_ADMINS, WhoArgs } from './whom.ts'

/** Of whoever waits, was removed or is blocked. */
export const approve = defineTool({
  ...FOR_ADMINS,
  name: 'approve',
  args: WhoArgs,
  isWrite: true,

  async run({ who }, context) {
    const whom = await findWhom(who, context, 'approve')
    if (whom.type === 'outcome') return whom.outcome
    const { user } = whom
    if (user.status === 'active') {
      return { type: 'answer', text: `${calledOf(user)} is in already.` }
    }
    return proposeEntry('approve', asTarget(user), { who: { phone: user.phone } })
  },

  confirmed: entering,
})
