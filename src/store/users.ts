import { lastPhoneChannel } from '../db/admin-requests.ts'
import type { DoneBy } from '../db/audit-log.ts'
import { type Text, textsInMinute } from '../db/inbox.ts'
import { openQuestion } from '../db/pending-actions.ts'
import { textsOn, tokensOn } from '../db/usage.ts'
import { addUser, changeUser, type SetFields } from '../db/user-changes.ts'
import {
  findUser,
  findUserByPhone,
  firstAdmin,
  listUsers,
  type NewUser,
  seedUsers,
  type User,
  usersWithName,
  usersWithPhone,
} from '../db/users.ts'
import type { Transactions } from './commit-queue.ts'

export function createUsersStore({ read, write, now }: Transactions) {
  return {
    seed: (seeds: readonly NewUser[]) => write((tx) => seedUsers(tx, seeds, now())),
    add: (user: Pick<User, 'phone' | 'name' | 'role' | 'status'>, by: DoneBy) =>
      write((tx) => addUser(tx, user, by, now())),
    change: (id: string, set: Partial<SetFields>, by: DoneBy) =>
      write((tx) => changeUser(tx, { id, set, by }, now())),
    find: (id: string) => read((tx) => findUser(tx, id)),
    findByPhone: (phone: string) => read((tx) => findUserByPhone(tx, phone)),
    withPhone: (phone: string) => read((tx) => usersWithPhone(tx, phone)),
    withName: (name: string) => read((tx) => usersWithName(tx, name)),
    list: () => read(listUsers),
    firstAdmin: () => read(firstAdmin),
    /** On which channel their phone wrote last. */
    phoneChannel: (phone: string) => read((tx) => lastPhoneChannel(tx, phone)),
    /** What decides whether a text of theirs is over a limit. */
    standing: (id: string, text: Text, day: string) =>
      read((tx) => ({
        textsInMinute: textsInMinute(tx, text),
        textsToday: textsOn(tx, id, day),
        tokensToday: tokensOn(tx, id, day),
        question: openQuestion(tx, id),
      })),
  }
}
