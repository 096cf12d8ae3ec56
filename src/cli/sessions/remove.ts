import { counted } from '../../counted.ts'
import { nameOf } from '../../db/queue.ts'
import type { Removal } from '../../db/session-removal.ts'
import { CommandError } from '../../errors.ts'
import type { CommandOptions } from '../command-options.ts'
import { confirm } from '../confirm.ts'
import { oneLine } from '../terminal.ts'
import { toJson } from '../to-json.ts'
import { findSession } from './find-session.ts'
import { type Sessions, tell, withSessions } from './session-store.ts'
import { goneError, nextTextOf, quoted } from './session-words.ts'

export interface RemovalFlags {
  yes: boolean
  json: boolean
}

/** Deletes all that was said in a session, after asking. */
export const clearSession = removing({
  question: (session) => `Delete what was said in ${session}, for good?`,
  remove: (store, id) => store.clear(id),
  did: 'Cleared',
})

/** Deletes a session and all that was said in it, after asking. */
export const deleteSession = removing({
  question: (session) =>
    `Delete ${session}, for good? A question that is open in it can no longer be answered.`,
  remove: (store, id) => store.delete(id),
  did: 'Deleted',
})

interface RemovalKind {
  /** About a session as it is called, with how much was said in it. */
  question: (session: string) => string
  remove: (store: Sessions['conversations'], id: string) => Promise<Removal>
  did: string
}

function removing({ question, remove, did }: RemovalKind) {
  return (options: CommandOptions, named: string, flags: RemovalFlags): Promise<void> =>
    withSessions(options, async (sessions) => {
      const { terminal, conversations } = sessions
      const session = await findSession(sessions, named)
      const { id, messageCount } = session
      const asked = question(`${quoted(session)}, ${counted(messageCount, 'message')}`)
      await confirm(terminal, asked, { isAgreed: flags.yes })
      const { conversation, current } = removed(await remove(conversations, id), named)
      const next = await nextTextOf(sessions, conversation, current)
      tell(terminal, flags, {
        lines: [`${did} ${quoted(session)}. What it cost stays counted. ${next}`],
        data: toJson(conversation),
      })
    })
}

function removed(removal: Removal, named: string) {
  switch (removal.type) {
    case 'removed':
      return removal
    case 'gone':
      throw goneError(named)
    case 'answering':
      throw new CommandError(
        `A text is being answered in it, and nothing was changed. Try again once it is, or end it with \`usherr queue drop ${nameOf({ box: 'inbox', row: removal.text })}\`.`,
      )
    case 'carrying-out':
      throw new CommandError(
        `What was confirmed in it has not ended yet, and nothing was changed: ${oneLine(removal.question.sentence)} Try again later: within the hour it is known, or given up.`,
      )
  }
}
