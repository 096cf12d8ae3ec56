import type { StatusChange } from '../../db/session-changes.ts'
import { CommandError } from '../../errors.ts'
import type { CommandOptions } from '../command-options.ts'
import { toJson } from '../to-json.ts'
import { findSession } from './find-session.ts'
import { type Sessions, tell, withSessions } from './session-store.ts'
import { goneError, nextTextOf, quoted } from './session-words.ts'

type Change = (store: Sessions['conversations'], id: string) => Promise<StatusChange>

/** Its texts are kept and answered with one sentence, until it is resumed. */
export const pauseSession = changing((store, id) => store.pause(id))

/** It goes on where it was, and is the one its user is in. */
export const resumeSession = changing((store, id) => store.resume(id))

/** It has ended, and is still found, shown and exported. */
export const archiveSession = changing((store, id) => store.archive(id))

function changing(change: Change) {
  return (options: CommandOptions, named: string, flags: { json: boolean }): Promise<void> =>
    withSessions(options, async (sessions) => {
      const { id } = await findSession(sessions, named)
      const changed = await change(sessions.conversations, id)
      if (changed.type === 'gone') throw goneError(named)
      if (changed.type === 'archived') {
        throw new CommandError(
          `It is archived, and nothing was changed. \`usherr sessions resume ${id}\` brings it back.`,
        )
      }
      const { conversation, current, type } = changed
      const state = `${type === 'unchanged' ? 'is' : 'is now'} ${conversation.status}`
      const already = type === 'unchanged' ? ' already' : ''
      const next = await nextTextOf(sessions, conversation, current)
      tell(sessions.terminal, flags, {
        lines: [`${quoted(conversation)} ${state}${already}. ${next}`],
        data: toJson(conversation),
      })
    })
}
