import type { User } from '../../db/users.ts'
import { CommandError } from '../../errors.ts'
import type { CommandOptions } from '../command-options.ts'
import { adminOf, findUser } from '../find-user.ts'
import { toJson } from '../to-json.ts'
import { type Sessions, tell, withSessions } from './session-store.ts'
import { nextTextOf, noTemplateError, shellWord, takenError } from './session-words.ts'

export interface CreateFlags {
  id?: string
  as?: string
  name?: string
  template?: string
  json: boolean
}

/** Makes a session that its user's next text goes on in, from a template where one is named. */
export function createSession(
  options: CommandOptions,
  { json, as, ...session }: CreateFlags,
): Promise<void> {
  return withSessions(options, async (sessions) => {
    const user = await ownerOf(sessions, as)
    const created = await sessions.conversations.createSession({ ...session, userId: user.id })
    if (created.type === 'taken') throw takenError(session.id)
    if (created.type === 'no-template') throw noTemplateError(session.template)
    const { conversation, current, opening } = created
    const next = await nextTextOf(sessions, conversation, current)
    const lines = [
      `Created session '${conversation.name ?? conversation.id}'. ${next}`,
      ...(opening === null ? [] : [beginWith(conversation.id, user.phone, opening)]),
    ]
    tell(sessions.terminal, { json }, { lines, data: { ...toJson(conversation), opening } })
  })
}

/** Whoever is named, else the first admin. */
async function ownerOf(sessions: Sessions, as: string | undefined): Promise<User> {
  if (as !== undefined) return findUser(sessions, as)
  const admin = await adminOf(sessions.users, sessions.config.users)
  if (admin) return admin
  throw new CommandError('Say whose session it is: --as and their phone, such as +14155550123.')
}

function beginWith(id: string, phone: string, opening: string): string {
  return `Begin it with: usherr chat --session ${id} --as ${phone} ${shellWord(opening)}`
}
