import { takingAway } from './take-away.ts'
import { calledOf } from './whom.ts'

export const block = takingAway({
  name: 'block',
  set: { status: 'blocked' },
  verb: 'block',
  done: (user) =>
    `${calledOf(user)} is blocked: I don't answer them any more. Text "unblock ${calledOf(user)}" to undo it.`,
  already: (user) => `${calledOf(user)} is blocked already.`,
})
