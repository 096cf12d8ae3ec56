import type { CommandOptions } from '../command-options.ts'
import { oneLine } from '../terminal.ts'
import { toJson } from '../to-json.ts'
import { findSession } from './find-session.ts'
import { tell, withSessions } from './session-store.ts'
import { goneError, quoted } from './session-words.ts'

/** Gives a session tags, takes others off, and says which it has then. */
export function tagSession(
  options: CommandOptions,
  named: string,
  { json, ...tags }: { add: readonly string[]; remove: readonly string[]; json: boolean },
): Promise<void> {
  return withSessions(options, async (sessions) => {
    const { id } = await findSession(sessions, named)
    const tagged = await sessions.conversations.tag(id, tags)
    if (tagged.type === 'gone') throw goneError(named)
    const { conversation } = tagged
    const has = tagged.tags.length === 0 ? 'has no tags' : `is tagged ${tagged.tags.join(', ')}`
    tell(
      sessions.terminal,
      { json },
      {
        lines: [oneLine(`${quoted(conversation)} ${has}.`)],
        data: { ...toJson(conversation), tags: tagged.tags },
      },
    )
  })
}
