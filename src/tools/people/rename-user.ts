import { defineTool } from '../tool.ts'
import { tellChange } from './take-away.ts'
import { calledOf, findWhom, FOR_ADMINS, WhoArgs } from './whom.ts'

export const renameUser = defineTool({
  ...FOR_ADMINS,
  name: 'rename_user',
  args: WhoArgs.extend({ newName: WhoArgs.shape.who.shape.name }),
  isWrite: true,

  async run({ who, newName }, context) {
    if (newName === undefined) {
      return { type: 'answer', text: "I can't use that as a name. Try one with letters in it." }
    }
    const whom = await findWhom(who, context, 'rename', ` to ${newName}`)
    if (whom.type === 'outcome') return whom.outcome
    const change = await context.people.change(whom.user.id, { name: newName })
    return tellChange(change, {
      done: () =>
        done(
          change.type === 'changed' ? change.before.name : (who.name ?? null),
          whom.user.phone,
          newName,
        ),
      already: (user) => `${calledOf(user)} is called that already.`,
    })
  },
})

/** `before` is what they were called until now: after a restart, as the admin has just said it. */
function done(before: string | null, phone: string, newName: string): string {
  const undo = before === null ? '' : ` Text "rename ${newName} to ${before}" to undo it.`
  return `${before ?? phone} is called ${newName} now.${undo}`
}
