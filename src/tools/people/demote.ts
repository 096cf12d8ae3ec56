import { takingAway } from './take-away.ts'
import { calledOf } from './whom.ts'

export const demote = takingAway({
  name: 'demote',
  set: { role: 'member' },
  verb: 'demote',
  done: (user) =>
    `${calledOf(user)} is no admin any more. Text "promote ${calledOf(user)}" to undo it.`,
  already: (user) => `${calledOf(user)} is no admin.`,
})
