import type { Desk } from '../../chat/desk.ts'
import type { AnsweringConfig } from '../../config.ts'
import type { User } from '../../db/users.ts'
import { CommandError } from '../../errors.ts'
import { findUser } from '../find-user.ts'
import { oneLine } from '../terminal.ts'

/**
 * Who speaks in this terminal: whoever is named by a phone or a name, else the first admin.
 *
 * @throws {CommandError} where that is nobody, or nobody who is let in
 */
export async function speakerOf(
  { users }: Pick<Desk, 'users'>,
  config: Pick<AnsweringConfig, 'users'>,
  named: string | undefined,
): Promise<User> {
  await users.seed(config.users)
  const admin = config.users.find(({ role }) => role === 'admin')
  const user = named
    ? await findUser({ users }, named)
    : ((admin && (await users.findByPhone(admin.phone))) ?? (await users.firstAdmin()))
  if (!user) {
    throw new CommandError(
      'There is nobody to speak as. Set ADMIN_PHONES, such as Sam:+14155550123.',
    )
  }
  if (user.status === 'active') return user
  const name = oneLine(user.name ?? user.phone)
  throw new CommandError(`${name} is not let in. Name somebody else with --as.`)
}
