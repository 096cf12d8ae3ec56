import { lastPhoneChannel } from '../db/admin-requests.ts'
import { openQuestion } from '../db/pending-actions.ts'
import { textsOn } from '../db/usage.ts'
import {
  findUser,
  findUserByPhone,
  firstAdmin,
  listUsers,
  type NewUser,
  seedUsers,
  usersWithName,
  usersWithPhone,
} from '../db/users.ts'
import type { Transactions } from './commit-queue.ts'

export function createUsersStore({ read, write, now }: Transactions) {
  return {
    seed: (seeds: readonly NewUser[]) => write((tx) => seedUsers(tx, seeds, now())),
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
