import { type Conversation, isIdle } from '../../db/conversations.ts'
import { CommandError } from '../../errors.ts'
import { oneLine } from '../terminal.ts'
import { nameOfUser, type Sessions } from './session-store.ts'
import { shortIdOf } from './short-id.ts'

/** What a person calls it: its name, else its title, else its id. */
export function calledIn({ name, title, id }: Pick<Conversation, 'name' | 'title' | 'id'>): string {
  return oneLine(name ?? title ?? id)
}

/** The same in a sentence. */
export function quoted(conversation: Pick<Conversation, 'name' | 'title' | 'id'>): string {
  return `'${calledIn(conversation)}'`
}

/** Text as one word of a command line that is to be typed or copied. */
export function shellWord(text: string): string {
  return `'${oneLine(text).replaceAll("'", String.raw`'\''`)}'`
}

/** `2,340` */
export function grouped(count: number): string {
  return count.toLocaleString('en-US')
}

/** What happens to the next text of the user whose session was changed. */
export async function nextTextOf(
  {
    users,
    conversations,
    config,
    now,
  }: Pick<Sessions, 'users' | 'conversations' | 'config' | 'now'>,
  { id, userId }: Pick<Conversation, 'id' | 'userId'>,
  current: Conversation | undefined,
): Promise<string> {
  const user = await users.find(userId)
  const whose = `${user ? nameOfUser(user) : 'The user'}'s next text`
  if (!current || isIdle(current, config.sessionIdleMs, now)) {
    return `${whose} begins a new session.`
  }
  const isHere = current.id === id
  const isNamesake = (await conversations.named(calledIn(current))).length > 1
  const which = isNamesake ? `${quoted(current)} (${shortIdOf(current.id)})` : quoted(current)
  const where = isHere ? 'it' : which
  if (current.status === 'active') return `${whose} goes on in ${where}.`
  return isHere
    ? `${whose} is kept in it and answered with one sentence, until you resume it.`
    : `${whose} is kept in ${where}, which is paused, and answered with one sentence.`
}

/** A session that went between being found and being changed. */
export function goneError(named: string): CommandError {
  return new CommandError(`The session '${named}' has been deleted in the meantime.`)
}

export function takenError(id: string | undefined): CommandError {
  return new CommandError(`There is a session with the id '${id}' already. Choose another id.`)
}

export function noTemplateError(name: string | undefined): CommandError {
  return new CommandError(
    `There is no template '${name}'. \`usherr templates list\` shows what there is.`,
  )
}
