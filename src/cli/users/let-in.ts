import { BY_OPERATOR } from '../../db/audit-log.ts'
import type { Entry } from '../../db/people.ts'
import type { User } from '../../db/users.ts'
import { CommandError } from '../../errors.ts'
import { channelOf } from '../../sms/twilio-sender.ts'
import { toGreeting } from '../../users/greeting.ts'
import { parseInvited } from '../../users/people-words.ts'
import type { CommandOptions } from '../command-options.ts'
import { findUser } from '../find-user.ts'
import { nameOfUser, type Sessions, tell, withSessions } from '../sessions/session-store.ts'
import { userFacts } from './user-facts.ts'

const NO_PHONE = 'Name a phone with its country, such as Alex +14155550123.'

/** Lets in a phone; whatever SIGNUP says. */
export async function inviteUser(
  options: CommandOptions,
  words: readonly string[],
  { json }: { json: boolean },
): Promise<void> {
  const { phone, newName } = parseInvited(words.join(' '))
  if (phone === undefined) throw new CommandError(NO_PHONE)
  await withSessions(options, async (store) => {
    const known = await store.users.findByPhone(phone)
    const isKept = known?.status === 'blocked' || known?.status === 'active'
    await letIn(
      store,
      { phone, name: isKept ? known.name : (newName ?? known?.name ?? null) },
      json,
    )
  })
}

/** Lets in whoever waits, was removed or is blocked. */
export function approveUser(
  options: CommandOptions,
  named: string,
  { json }: { json: boolean },
): Promise<void> {
  return withSessions(options, async (store) => letIn(store, await findUser(store, named), json))
}

async function letIn(
  store: Sessions,
  { phone, name }: Pick<User, 'phone' | 'name'>,
  json: boolean,
): Promise<void> {
  const entry = await store.people.letIn({
    phone,
    ...(name !== null && { name }),
    greeting: greetingOf(name, store),
    by: BY_OPERATOR,
  })
  if (entry.type === 'not-allowed') throw new Error('An operator may let in anyone')
  tell(store.terminal, { json }, { lines: [inWords(entry)], data: userFacts(entry.user) })
}

/** What somebody is texted by the service, beside which the command runs. */
export function greetingOf(name: string | null, { config }: Sessions) {
  const channel = channelOf(config.twilio?.sender)
  return toGreeting(name, channel)
}

function inWords(entry: Exclude<Entry, { type: 'not-allowed' }>): string {
  const { user } = entry
  const who = nameOfUser(user)
  if (entry.type === 'unchanged') return `${who} is in already, as ${roleOf(user)}.`
  const done = `${who} is in, as ${roleOf(user)}.`
  if (entry.isGreeted) return `${done} The service texts them how this works.`
  return user.optedOutAt === null
    ? done
    : `${done} They opted out of texts, so they have to text START first.`
}

const roleOf = ({ role }: User) => (role === 'admin' ? 'an admin' : 'a member')
