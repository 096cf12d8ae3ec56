import type { ToolOutcome } from '../../db/column-types.ts'
import type { PersonChange } from '../../db/people.ts'
import type { User } from '../../db/users.ts'
import type { Verb, Who } from '../../users/people-words.ts'
import { defineTool } from '../tool.ts'
import { calledOf, findWhom, FOR_ADMINS, nameTaken, WhoArgs } from './whom.ts'

export interface TakingAway {
  name: string
  set: { role?: 'member'; status?: 'blocked' | 'removed' }
  verb: Verb
  /** What it came to, and how it is undone. */
  done: (user: User) => string
  already: (user: User) => string
}

/** A tool that takes rights from somebody, at once: nobody who is spoofed loses more than that. */
export function takingAway({ name, set, verb, done, already }: TakingAway) {
  return defineTool({
    ...FOR_ADMINS,
    name,
    args: WhoArgs,
    isWrite: true,

    async run({ who }: { who: Who }, context) {
      const whom = await findWhom(who, context, verb)
      if (whom.type === 'outcome') return whom.outcome
      const change = await context.people.change(whom.user.id, set)
      return tellChange(change, { done, already })
    },
  })
}

/** What a change came to, in words. */
export function tellChange(
  change: PersonChange,
  { done, already }: Pick<TakingAway, 'done' | 'already'>,
): ToolOutcome {
  switch (change.type) {
    case 'changed':
      return { type: 'change', text: done(change.after) }
    case 'unchanged':
      return change.isOurs
        ? { type: 'change', text: done(change.user) }
        : { type: 'answer', text: already(change.user) }
    case 'last-admin':
      return { type: 'answer', text: lastAdmin(change.user) }
    case 'name-taken':
      return nameTaken(change.user)
    case 'not-allowed':
    case 'gone':
      return { type: 'answer', text: FOR_ADMINS.adminsOnly }
  }
}

function lastAdmin(user: User): string {
  return `${calledOf(user)} is the only admin here, so that has to wait. Make somebody else an admin first.`
}
