import type { Channel, PersonFingerprint } from '../db/column-types.ts'
import type { User } from '../db/users.ts'
import type { Settings } from '../settings.ts'
import type { Store } from '../store/store.ts'
import type { People, ToolContext } from '../tools/tool.ts'
import { toGreeting } from '../users/greeting.ts'

export interface PeopleOptions {
  people: Store['people']
  listUsers: () => Promise<User[]>
  signup: Settings['SIGNUP']
  /** Where somebody is greeted who never wrote. */
  channel: Channel
  /** Told that something is waiting to be sent to a phone. */
  onNotice: (address: string) => void
}

/** What a tool call may do about people in the name of the admin who texted. */
export function createPeople(options: PeopleOptions) {
  const { people, listUsers, signup, channel, onNotice } = options

  return ({ user, sid }: Pick<ToolContext, 'user' | 'sid'>): People => {
    const by = { userId: user.id, sid }
    return {
      mayInvite: signup !== 'off',
      list: listUsers,
      at: people.at,
      letIn: async (target) => {
        const { phone, newName } = target
        const greeting = toGreeting(nameOf(target), channel)
        await people.letIn({ phone, name: newName, asked: target, greeting, by })
        onNotice(phone)
      },
      promote: async (asked) => {
        const users = await listUsers()
        const id = users.find(({ phone }) => phone === asked.phone)?.id
        if (id !== undefined) await people.change({ id, set: { role: 'admin' }, asked, by })
      },
      change: (id, set) => people.change({ id, set, by }),
    }
  }
}

const nameOf = ({ newName, name }: PersonFingerprint) => newName ?? name
