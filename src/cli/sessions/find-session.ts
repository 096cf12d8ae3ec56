import type { Conversation } from '../../db/conversations.ts'
import { CommandError } from '../../errors.ts'
import type { StoreBeside } from '../../store/beside.ts'

/**
 * The session that is meant by its id, the beginning of one, or its name.
 *
 * @throws {CommandError} when there is none, or more than one
 */
export async function findSession(
  { conversations }: Pick<StoreBeside, 'conversations'>,
  named: string,
): Promise<Conversation> {
  const [found, ...others] = await conversations.named(named.trim().normalize())
  if (!found) {
    throw new CommandError(
      `There is no session '${named}'. \`usherr sessions list\` shows what there is.`,
    )
  }
  if (others.length > 0) {
    const ids = [found, ...others].map(({ id }) => id).join(', ')
    throw new CommandError(`'${named}' is more than one session. Write more of its id: ${ids}.`)
  }
  return found
}
