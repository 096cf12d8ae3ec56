import type { NewUser, User } from '../db/users.ts'
import { CommandError } from '../errors.ts'
import { parseTypedPhone } from '../sms/addresses.ts'
import type { StoreBeside } from '../store/beside.ts'
import { oneLine } from './terminal.ts'

/** Who is meant where nobody is named: the first admin of the settings, else of the database. */
export async function adminOf(
  { findByPhone, firstAdmin }: StoreBeside['users'],
  set: readonly NewUser[],
): Promise<User | undefined> {
  const admin = set.find(({ role }) => role === 'admin')
  return (admin && (await findByPhone(admin.phone))) ?? (await firstAdmin())
}

// So many digits as a phone has without the codes of its country.
const NATIONAL = /^\D*(?:\d\D*){7,}$/
const FEW = 5

async function byEndOfPhone(
  { list }: StoreBeside['users'],
  named: string,
): Promise<User | undefined> {
  if (!NATIONAL.test(named)) return undefined
  const digits = named.replaceAll(/\D/g, '')
  const [found, ...others] = (await list()).filter(({ phone }) => phone.endsWith(digits))
  return others.length === 0 ? found : undefined
}

async function noUserError({ list }: StoreBeside['users'], named: string): Promise<CommandError> {
  const names = (await list()).map(({ name, phone }) => oneLine(name ?? phone))
  const isFew = names.length > 0 && names.length <= FEW
  const who = isFew ? `There ${names.length === 1 ? 'is' : 'are'} ${AND.format(names)}.` : HOW
  return new CommandError(`There is no user '${oneLine(named)}'. ${who}`)
}

const AND = new Intl.ListFormat('en-GB')
const HOW = 'Write their phone as +14155550123; `usherr users list` shows them.'

/**
 * The user that is meant by a phone or a name.
 *
 * @throws {CommandError} when there is none, or more than one
 */
export async function findUser(
  { users }: Pick<StoreBeside, 'users'>,
  named: string,
): Promise<User> {
  const phone = parseTypedPhone(named)
  const [found = await byEndOfPhone(users, named), ...others] = phone
    ? await users.withPhone(phone)
    : await users.withName(named)
  if (!found) throw await noUserError(users, named)
  if (others.length > 0) {
    throw new CommandError(
      `'${oneLine(named)}' is the name of more than one user. Write the phone instead; \`usherr users list\` shows them.`,
    )
  }
  return found
}
