import type { User } from '../db/users.ts'
import { CommandError } from '../errors.ts'
import { parseTypedPhone } from '../sms/addresses.ts'
import type { StoreBeside } from '../store/beside.ts'

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
  const [found, ...others] = phone ? await users.withPhone(phone) : await users.withName(named)
  if (!found)
    throw new CommandError(`There is no user '${named}'. Write their phone as +14155550123.`)
  if (others.length > 0) {
    throw new CommandError(`'${named}' is the name of more than one user. Write the phone instead.`)
  }
  return found
}
