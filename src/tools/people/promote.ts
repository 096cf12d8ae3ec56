import type { PersonFingerprint } from '../../db/column-types.ts'
import { withEnd } from '../../users/called.ts'
import { type ConfirmationWords, defineTool } from '../tool.ts'
import { asTarget, calledOf, findWhom, FOR_ADMINS, WhoArgs } from './whom.ts'

export const promote = defineTool({
  ...FOR_ADMINS,
  name: 'promote',
  args: WhoArgs,
  isWrite: true,

  async run({ who }, context) {
    const whom = await findWhom(who, context, 'promote')
    if (whom.type === 'outcome') return whom.outcome
    const { user } = whom
    const subject = calledOf(user)
    if (user.status !== 'active') {
      return { type: 'answer', text: `${subject} isn't in. Text "approve ${subject}" first.` }
    }
    if (user.role === 'admin') return { type: 'answer', text: `${subject} is an admin already.` }
    const text = `Make ${withEnd(user)} an admin? They can then remove titles and decide who is here.`
    return {
      type: 'question',
      text,
      proposal: {
        kind: 'confirmation',
        text,
        call: { tool: 'promote', args: { who: { phone: user.phone } } },
        fingerprint: asTarget(user),
        needsCode: true,
      },
    }
  },

  confirmed: {
    async read(target: PersonFingerprint, { people }) {
      const current = await people.at(target.phone)
      const isAdmin = current.role === 'admin' && current.status === 'active'
      return isAdmin ? undefined : current
    },
    perform: (target: PersonFingerprint, { people }) => people.promote(target),
    words,
  },
})

function words(target: PersonFingerprint): ConfirmationWords {
  const subject = calledOf(target)
  return {
    done: `${subject} is an admin now.`,
    gone: `${subject} is an admin already.`,
    kept: `OK, ${subject} stays a member.`,
    subject,
    reason: 'This makes an admin',
    toDecline: 'to leave it',
    untouched: 'nothing was changed',
    again: `promote ${subject}`,
  }
}
