import { countRounds, listRounds, roundsInParts } from '../../db/conversation-rounds.ts'
import { findConversation } from '../../db/conversations.ts'
import { listMessages, messagesInParts } from '../../db/messages.ts'
import { tagsOf } from '../../db/tags.ts'
import type { Tx } from '../../db/tx.ts'
import { findUser } from '../../db/users.ts'
import { readSnapshotBeside } from '../../store/beside.ts'
import type { CommandOptions } from '../command-options.ts'
import { pipeOut } from '../piped-output.ts'
import { widthOf } from '../terminal.ts'
import { toJson } from '../to-json.ts'
import { findSession } from './find-session.ts'
import { jsonWithList } from './json-with-list.ts'
import { pageInWords } from './page-in-words.ts'
import { nameOfUser, type Sessions, withSessions } from './session-store.ts'
import { goneError } from './session-words.ts'
import { headOf, type ShownSession } from './show-head.ts'
import { linesOfMessages, linesOfRounds } from './show-lines.ts'

export interface ShowFlags {
  rounds: boolean
  json: boolean
  limit?: number
  page: number
}

/** Shows one session as a person reads it, as it stands at one moment: all of it, or one page. */
export function showSession(
  options: CommandOptions,
  named: string,
  flags: ShowFlags,
): Promise<void> {
  return withSessions(options, async (sessions) => {
    const { id } = await findSession(sessions, named)
    await readSnapshotBeside(sessions.config.databasePath, async (tx) => {
      const session = sessionOf(tx, id)
      if (!session) throw goneError(named)
      const pieces = flags.json ? jsonOf(tx, session, flags) : textOf(tx, session, flags, sessions)
      await pipeOut(sessions.terminal, pieces)
    })
  })
}

function sessionOf(tx: Tx, id: string): ShownSession | undefined {
  const conversation = findConversation(tx, id)
  return (
    conversation && {
      conversation,
      user: findUser(tx, conversation.userId),
      tags: tagsOf(tx, id),
    }
  )
}

function* textOf(
  tx: Tx,
  session: ShownSession,
  flags: ShowFlags,
  { terminal, config, now }: Sessions,
): Generator<string> {
  const view = {
    person: session.user ? nameOfUser(session.user) : 'user',
    timeZone: config.timeZone,
    width: widthOf(terminal),
  }
  const { id, messageCount } = session.conversation
  for (const line of headOf(session, { ...view, now })) yield `${line}\n`
  const lines = flags.rounds
    ? linesOfRounds(roundPages(tx, id, flags), view)
    : linesOfMessages(messagePages(tx, id, flags), view)
  for (const line of lines) yield `${line}\n`

  const { limit, page } = flags
  if (limit === undefined) return
  const total = flags.rounds ? countRounds(tx, id) : messageCount
  const pages = pageInWords({ limit, page }, total, flags.rounds ? 'round' : 'message')
  if (pages) yield `\n${pages}\n`
}

function jsonOf(
  tx: Tx,
  { conversation, user, tags }: ShownSession,
  flags: ShowFlags,
): Generator<string> {
  const head = {
    ...toJson(conversation),
    user: user && { phone: user.phone, name: user.name },
    tags,
  }
  return flags.rounds
    ? jsonWithList(head, 'rounds', roundPages(tx, conversation.id, flags))
    : jsonWithList(head, 'messages', messagePages(tx, conversation.id, flags))
}

function messagePages(tx: Tx, id: string, { limit, page }: ShowFlags) {
  return limit === undefined ? messagesInParts(tx, id) : [listMessages(tx, id, { limit, page })]
}

function roundPages(tx: Tx, id: string, { limit, page }: ShowFlags) {
  return limit === undefined ? roundsInParts(tx, id) : [listRounds(tx, id, { limit, page })]
}
