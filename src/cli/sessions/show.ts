import type { Page } from '../../db/conversation-list.ts'
import type { Conversation } from '../../db/conversations.ts'
import type { User } from '../../db/users.ts'
import type { CommandOptions } from '../command-options.ts'
import { pipeOut } from '../piped-output.ts'
import { widthOf } from '../terminal.ts'
import { toJson } from '../to-json.ts'
import { findSession } from './find-session.ts'
import { jsonWithList } from './json-with-list.ts'
import { pageInWords } from './page-in-words.ts'
import { nameOfUser, type Sessions, withSessions } from './session-store.ts'
import { headOf } from './show-head.ts'
import { linesOfMessages, linesOfRounds } from './show-lines.ts'

export interface ShowFlags {
  rounds: boolean
  json: boolean
  limit?: number
  page: number
}

/** What is shown of a session beside what was said in it. */
export interface ShownSession {
  conversation: Conversation
  user: User | undefined
  tags: readonly string[]
}

// So many are in memory at a time, however long the conversation is.
const PAGE_ROWS = 500

/** Shows one session as a person reads it: all of it, or one page. */
export function showSession(
  options: CommandOptions,
  named: string,
  flags: ShowFlags,
): Promise<void> {
  return withSessions(options, async (sessions) => {
    const conversation = await findSession(sessions, named)
    const session = {
      conversation,
      user: await sessions.users.find(conversation.userId),
      tags: await sessions.conversations.tags(conversation.id),
    }
    const pieces = flags.json ? jsonOf(sessions, session, flags) : textOf(sessions, session, flags)
    await pipeOut(sessions.terminal, pieces)
  })
}

async function* textOf(
  sessions: Sessions,
  session: ShownSession,
  flags: ShowFlags,
): AsyncGenerator<string> {
  const { terminal, config } = sessions
  const view = {
    person: session.user ? nameOfUser(session.user) : 'user',
    timeZone: config.timeZone,
    width: widthOf(terminal),
  }
  const { id } = session.conversation
  for (const line of headOf(session, { ...view, now: sessions.now })) yield `${line}\n`
  const lines = flags.rounds
    ? linesOfRounds(roundPages(sessions, id, flags), view)
    : linesOfMessages(messagePages(sessions, id, flags), view)
  for await (const line of lines) yield `${line}\n`

  const { limit, page } = flags
  if (limit === undefined) return
  const total = flags.rounds
    ? (await sessions.conversations.rounds(id, { limit: 1, page: 1 })).total
    : session.conversation.messageCount
  const pages = pageInWords({ limit, page }, total, flags.rounds ? 'round' : 'message')
  if (pages) yield `\n${pages}\n`
}

function jsonOf(
  sessions: Sessions,
  { conversation, user, tags }: ShownSession,
  flags: ShowFlags,
): AsyncGenerator<string> {
  const head = {
    ...toJson(conversation),
    user: user && { phone: user.phone, name: user.name },
    tags,
  }
  return flags.rounds
    ? jsonWithList(head, 'rounds', roundPages(sessions, conversation.id, flags))
    : jsonWithList(head, 'messages', messagePages(sessions, conversation.id, flags))
}

function messagePages({ conversations }: Sessions, id: string, flags: ShowFlags) {
  return pagesOf((page) => conversations.messages(id, page), flags)
}

function roundPages({ conversations }: Sessions, id: string, flags: ShowFlags) {
  return pagesOf(async (page) => (await conversations.rounds(id, page)).rows, flags)
}

/** The one page that is asked for, or all there are. */
async function* pagesOf<T>(
  read: (page: Page) => Promise<T[]>,
  { limit, page: first }: Pick<ShowFlags, 'limit' | 'page'>,
): AsyncGenerator<T[]> {
  if (limit !== undefined) {
    yield read({ limit, page: first })
    return
  }
  for (let page = 1; ; page++) {
    const rows = await read({ limit: PAGE_ROWS, page })
    yield rows
    if (rows.length < PAGE_ROWS) return
  }
}
