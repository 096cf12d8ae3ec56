import { lastPhoneChannel } from '../db/admin-requests.ts'
import { openQuestion } from '../db/pending-actions.ts'
import { textsOn } from '../db/usage.ts'
import { addUser, changeUser, type ChangedBy, type UserFields } from '../db/user-changes.ts'
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
    add: (user: Pick<User, 'phone' | 'name' | 'role' | 'status'>, by: ChangedBy) =>
      write((tx) => addUser(tx, user, by, now())),
    change: (id: string, set: Partial<UserFields>, by: ChangedBy) =>
      write((tx) => changeUser(tx, { id, set, by }, now())),
    find: (id: string) => read((tx) => findUser(tx, id)),
    findByPhone: (phone: string) => read((tx) => findUserByPhone(tx, phone)),
    withPhone: (phone: string) => read((tx) => usersWithPhone(tx, phone)),
    withName: (name: string) => read((tx) => usersWithName(tx, name)),
    list: () => read(listUsers),
    firstAdmin: () => read(firstAdmin),
    /** On which channel their phone wrote last. */
    phoneChannel: (phone: string) => read((tx) => lastPhoneChannel(tx, phone)),
    /** What decides whether a text of theirs is over the limit of `day`. */
    standing: (id: string, day: string) =>
      read((tx) => ({ textsToday: textsOn(tx, id, day), question: openQuestion(tx, id) })),
  }
}
