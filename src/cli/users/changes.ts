import { BY_OPERATOR } from '../../db/audit-log.ts'
import type { PersonChange } from '../../db/people.ts'
import type { User } from '../../db/users.ts'
import { CommandError } from '../../errors.ts'
import { cleanName } from '../../seen-text.ts'
import type { CommandOptions } from '../command-options.ts'
import { confirm } from '../confirm.ts'
import { findUser } from '../find-user.ts'
import { nameOfUser, type Sessions, tell, withSessions } from '../sessions/session-store.ts'
import { oneLine } from '../terminal.ts'
import { statusInWords } from './status-in-words.ts'
import { userFacts } from './user-facts.ts'

export interface ChangeFlags {
  yes: boolean
  json: boolean
}

type Set = Parameters<Sessions['people']['change']>[0]['set']

/** They are answered no more, until they are unblocked. */
export const blockUser = changing({ status: 'blocked' }, 'blocked')

/** They may remove titles and decide who is here. */
export const promoteUser = changing({ role: 'admin' }, 'an admin')

export const demoteUser = changing({ role: 'member' }, 'a member')

/** They are a stranger from then on, after asking. */
export function removeUser(
  options: CommandOptions,
  named: string,
  { yes: isAgreed, json }: ChangeFlags,
): Promise<void> {
  return withSessions(options, async (store) => {
    const user = await findUser(store, named)
    const asked = `Make ${oneLine(nameOfUser(user))} (${user.phone}) a stranger?`
    await confirm(store.terminal, asked, { isAgreed })
    await change(store, user, { status: 'removed' }, { json, state: 'out, a stranger' })
  })
}

/** @throws {CommandError} where nothing is left of the name once it is clean */
export async function renameUser(
  options: CommandOptions,
  named: string,
  written: string,
  { json }: { json: boolean },
): Promise<void> {
  const name = cleanName(written)
  if (name === undefined) throw new CommandError('That is no name. Try one with letters in it.')
  await withSessions(options, async (store) => {
    await change(store, await findUser(store, named), { name }, { json, state: `called ${name}` })
  })
}

function changing(set: Set, state: string) {
  return (options: CommandOptions, named: string, { json }: { json: boolean }): Promise<void> =>
    withSessions(options, async (store) => {
      await change(store, await findUser(store, named), set, { json, state })
    })
}

async function change(
  { people, terminal }: Sessions,
  before: User,
  set: Set,
  { json, state }: { json: boolean; state: string },
): Promise<void> {
  if (set.role === 'admin' && before.status !== 'active') throw notIn(before)
  const changed = await people.change({ id: before.id, set, by: BY_OPERATOR })
  const user = changedUser(changed, before)
  const line = `${nameOfUser(before)} is ${changed.type === 'unchanged' ? 'already' : 'now'} ${state}.`
  tell(terminal, { json }, { lines: [line], data: userFacts(user) })
}

function changedUser(changed: PersonChange, before: User): User {
  switch (changed.type) {
    case 'changed':
      return changed.after
    case 'unchanged':
      return changed.user
    case 'last-admin':
      throw new CommandError(
        `${nameOfUser(before)} is the only admin, and nothing was changed. Promote somebody else first.`,
      )
    case 'gone':
    case 'name-taken':
    case 'not-allowed':
      throw new Error('An operator may change anyone, and nobody is ever deleted')
  }
}

function notIn(user: User): CommandError {
  const who = nameOfUser(user)
  return new CommandError(
    `${who} is ${statusInWords(user.status)}. Approve them first: usherr users approve.`,
  )
}
