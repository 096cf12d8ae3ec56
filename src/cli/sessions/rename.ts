import type { CommandOptions } from '../command-options.ts'
import { toJson } from '../to-json.ts'
import { findSession } from './find-session.ts'
import { tell, withSessions } from './session-store.ts'
import { calledIn, goneError, quoted } from './session-words.ts'

/** Gives a session a title, a name, or both. */
export function renameSession(
  options: CommandOptions,
  named: string,
  { json, ...names }: { title?: string; name?: string; json: boolean },
): Promise<void> {
  return withSessions(options, async (sessions) => {
    const before = await findSession(sessions, named)
    const renamed = await sessions.conversations.rename(before.id, names)
    if (renamed.type === 'gone') throw goneError(named)
    const { conversation } = renamed
    const isShown = names.title === undefined || conversation.name === null
    const title = isShown ? '' : `, with the title '${names.title}'`
    const was = calledIn(before) === calledIn(conversation) ? '' : `, no longer ${quoted(before)}`
    tell(
      sessions.terminal,
      { json },
      {
        lines: [`It is called ${quoted(conversation)}${was}${title}.`],
        data: toJson(conversation),
      },
    )
  })
}
