import { takingAway } from './take-away.ts'
import { calledOf } from './whom.ts'

export const removeUser = takingAway({
  name: 'remove_user',
  set: { status: 'removed' },
  verb: 'remove',
  done: (user) =>
    `${calledOf(user)} is out, and a stranger from now on. Text "approve ${calledOf(user)}" to let them back in.`,
  already: (user) => `${calledOf(user)} is out already.`,
})
