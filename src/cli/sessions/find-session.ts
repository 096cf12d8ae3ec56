import { MOST_MEANT } from '../../db/conversation-list.ts'
import type { Conversation } from '../../db/conversations.ts'
import { CommandError } from '../../errors.ts'
import type { StoreBeside } from '../../store/beside.ts'
import { oneLine } from '../terminal.ts'
import { shortIdsOf } from './short-id.ts'

/**
 * The session that is meant by its id, the beginning of one, its name, or its title.
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
  if (others.length > 0) throw severalError(named, [found, ...others])
  return found
}

/** A name that stands for each of these sessions. */
export function severalError(
  named: string,
  meant: readonly Pick<Conversation, 'id'>[],
): CommandError {
  const isCut = meant.length === MOST_MEANT
  const few = isCut ? meant.slice(0, -1) : meant
  const ids = shortIdsOf(few.map(({ id }) => id)).join(', ')
  const many = isCut ? `more than ${few.length}` : few.length
  const more = isCut ? ', and others' : ''
  return new CommandError(
    `'${oneLine(named)}' is ${many} sessions. Write the id of one: ${ids}${more}.`,
  )
}
