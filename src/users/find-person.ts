import type { User } from '../db/users.ts'
import { called } from './called.ts'
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
export function findPerson(users: readonly User[], who: Who, verb?: Verb): Found {
  const fitting = whoFit(users, who)
  const likely = verb === undefined ? fitting : fitting.filter(SUITS[verb])
  const [user, ...others] = likely.length > 0 ? likely : fitting
  if (!user) return { type: 'none' }
  return others.length === 0 ? { type: 'one', user } : { type: 'several', users: [user, ...others] }
}

function whoFit(users: readonly User[], { name, phone, phoneEnd }: Who): User[] {
  if (phone !== undefined) return users.filter((user) => user.phone === phone)
  if (name === undefined && phoneEnd === undefined) return []
  const named = name === undefined ? users : called(users, name)
  return named.filter((user) => user.phone.endsWith(phoneEnd ?? ''))
}
