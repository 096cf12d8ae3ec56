import { existsSync } from 'node:fs'
import type { Desk } from '../../chat/desk.ts'
import type { AnsweringConfig } from '../../config.ts'
import type { User } from '../../db/users.ts'
import { CommandError } from '../../errors.ts'
import { adminOf, findUser } from '../find-user.ts'
import { oneLine } from '../terminal.ts'

const NOBODY = 'There is nobody to speak as. Set ADMIN_PHONES, such as Sam:+14155550123.'

/**
 * A database is not made for nobody.
 *
 * @throws {CommandError} where it would be
 */
export function requireSomebody(
  { databasePath, users }: Pick<AnsweringConfig, 'databasePath' | 'users'>,
  named: string | undefined,
): void {
  const isSomebody = users.some(({ role }) => named !== undefined || role === 'admin')
  if (!isSomebody && !existsSync(databasePath)) throw new CommandError(NOBODY)
}

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
  const user = named ? await findUser({ users }, named) : await adminOf(users, config.users)
  if (!user) throw new CommandError(NOBODY)
  if (user.status === 'active') return user
  const name = oneLine(user.name ?? user.phone)
  throw new CommandError(`${name} is not let in. Name somebody else with --as.`)
}
