import { counted } from '../../counted.ts'
import type { Conversation } from '../../db/conversations.ts'
import { nameOf } from '../../db/queue.ts'
import type { Removal } from '../../db/session-removal.ts'
import { CommandError } from '../../errors.ts'
import type { CommandOptions } from '../command-options.ts'
import { confirm } from '../confirm.ts'
import { oneLine } from '../terminal.ts'
import { findSession } from './find.ts'
import { type Sessions, tell, withSessions } from './session-store.ts'
import { goneError, nextTextOf, quoted, toJson } from './session-words.ts'

export interface RemovalFlags {
  yes: boolean
  json: boolean
}

/** Deletes all that was said in a session, after asking. */
export function clearSession(
  options: CommandOptions,
  named: string,
  flags: RemovalFlags,
): Promise<void> {
  return withSessions(options, async (sessions) => {
    const session = await findSession(sessions, named)
    await confirm(
      sessions.terminal,
      `Delete what was said in ${quoted(session)}, ${messagesOf(session)}, for good?`,
      { isAgreed: flags.yes },
    )
    const { current } = removed(await sessions.conversations.clear(session.id), named)
    const conversation = (await sessions.conversations.find(session.id)) ?? session
    await say(sessions, flags, { did: `Cleared ${quoted(session)}`, conversation, current })
  })
}

/** Deletes a session and all that was said in it, after asking. */
export function deleteSession(
  options: CommandOptions,
  named: string,
  flags: RemovalFlags,
): Promise<void> {
  return withSessions(options, async (sessions) => {
    const session = await findSession(sessions, named)
    await confirm(
      sessions.terminal,
      `Delete ${quoted(session)}, ${messagesOf(session)}, for good? A question that is open in it can no longer be answered.`,
      { isAgreed: flags.yes },
    )
    const { conversation, current } = removed(
      await sessions.conversations.delete(session.id),
      named,
    )
    await say(sessions, flags, { did: `Deleted ${quoted(session)}`, conversation, current })
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

async function say(
  sessions: Sessions,
  flags: RemovalFlags,
  {
    did,
    conversation,
    current,
  }: { did: string; conversation: Conversation; current: Conversation | undefined },
): Promise<void> {
  const next = await nextTextOf(sessions, conversation, current)
  tell(sessions.terminal, flags, {
    lines: [`${did}. What it cost stays counted. ${next}`],
    data: toJson(conversation),
  })
}

function messagesOf({ messageCount }: Conversation): string {
  return counted(messageCount, 'message')
}
