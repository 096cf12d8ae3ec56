import type { CanonicalCall } from '../db/column-types.ts'
import type { User } from '../db/users.ts'
import { type Found, findPerson } from '../users/find-person.ts'
import { parsePeopleCommand, type PeopleCommand, type Who } from '../users/people-words.ts'
import type { SpokenCommand } from './spoken-command.ts'

const TOOLS: Record<PeopleCommand['type'], string> = {
  list: 'list_users',
  invite: 'invite',
  approve: 'approve',
  unblock: 'approve',
  block: 'block',
  promote: 'promote',
  demote: 'demote',
  remove: 'remove_user',
  rename: 'rename_user',
}

// "Block Party" and "Promote Her" may be films.
const BEGINS_TITLES: ReadonlySet<PeopleCommand['type']> = new Set([
  'block',
  'promote',
  'demote',
  'rename',
])

/**
 * Reads what an admin texts about people. The call names whom it means for good, so that a turn that
 * starts again means the same; a verb and a name that nobody has may be a title.
 */
export function createPeopleCommand({
  listUsers,
}: {
  listUsers: () => Promise<User[]>
}): SpokenCommand {
  return async (text, user): Promise<CanonicalCall | undefined> => {
    if (user.role !== 'admin') return undefined
    const command = parsePeopleCommand(text)
    if (!command) return undefined
    const { type, ...args } = command
    const tool = TOOLS[type]
    if (!('who' in command)) return { tool, args }
    const { who } = command
    const found = findPerson(await listUsers(), who, command.type)
    const mayBeTitle = who.name !== undefined && BEGINS_TITLES.has(type)
    if (found.type === 'none' && mayBeTitle) return undefined
    return { tool, args: { ...args, who: forGood(who, found) } }
  }
}

/** Whom a call names, by a phone where it is one person. */
export function forGood(who: Who, found: Found): Who {
  return found.type === 'one' ? { ...who, phone: found.user.phone } : who
}
