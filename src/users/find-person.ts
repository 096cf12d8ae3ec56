import type { User } from '../db/users.ts'
import type { Verb, Who } from './people-words.ts'

export type Found =
  | { type: 'one'; user: User }
  | { type: 'none' }
  /** They go by one name. */
  | { type: 'several'; users: User[] }

/** Of whom a verb can be said, so that a Sam who left long ago is not in the way of another. */
const SUITS: Record<Verb, (user: User) => boolean> = {
  approve: ({ status }) => status !== 'active',
  unblock: ({ status }) => status === 'blocked',
  block: ({ status }) => status === 'active' || status === 'pending',
  promote: ({ role, status }) => role === 'member' && status === 'active',
  demote: ({ role }) => role === 'admin',
  remove: ({ status }) => status !== 'removed',
  rename: ({ status }) => status !== 'removed',
}

/** Who is meant among `users`. Where several fit, those of whom the verb can be said count first. */
export function findPerson(users: readonly User[], who: Who, verb: Verb): Found {
  const fitting = users.filter((user) => isMeant(user, who))
  const likely = fitting.filter(SUITS[verb])
  const [user, ...others] = likely.length > 0 ? likely : fitting
  if (!user) return { type: 'none' }
  return others.length === 0 ? { type: 'one', user } : { type: 'several', users: [user, ...others] }
}

function isMeant(user: User, { name, phone, phoneEnd }: Who): boolean {
  if (phone !== undefined) return user.phone === phone
  if (name === undefined && phoneEnd === undefined) return false
  const isCalled = name === undefined || fold(user.name ?? '') === fold(name)
  return isCalled && user.phone.endsWith(phoneEnd ?? '')
}

/** However it is capitalised, and with or without its accents. */
function fold(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/['\u2018\u2019]/g, '')
    .toLowerCase()
}
