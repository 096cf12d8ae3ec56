import type { ConversationFilter, ListedConversation, Page } from '../../db/conversation-list.ts'
import { ago } from '../ago.ts'
import type { CommandOptions } from '../command-options.ts'
import { findUser } from '../find-user.ts'
import { formatTable } from '../table.ts'
import { printableJson, printer, widthOf } from '../terminal.ts'
import { toJson } from '../to-json.ts'
import { pageInWords } from './page-in-words.ts'
import { nameOfUser, type Sessions, withSessions } from './session-store.ts'
import { calledIn, grouped } from './session-words.ts'

export interface ListFlags extends Page {
  status?: ConversationFilter['status']
  user?: string
  tag?: string
  json: boolean
}

const HEAD = ['ID', 'Name', 'User', 'Messages', 'Tokens', 'Updated']
const ID = 0

/** Lists sessions, what was carried on last first. */
export function listSessions(options: CommandOptions, flags: ListFlags): Promise<void> {
  return withSessions(options, async (sessions) => {
    const filter = await filterOf(sessions, flags)
    const { rows, total } = await sessions.conversations.list(filter, flags)
    const print = printer(sessions.terminal)
    if (flags.json) return print(printableJson(rows.map(toJson)))
    if (total === 0) return print('There is no such session.')
    if (rows.length > 0) printTable(sessions, rows)
    const pages = pageInWords(flags, total, 'session')
    if (pages) print(`${rows.length > 0 ? '\n' : ''}${pages}`)
  })
}

async function filterOf(
  sessions: Sessions,
  { status, user, tag }: ListFlags,
): Promise<ConversationFilter> {
  const userId = user === undefined ? undefined : (await findUser(sessions, user)).id
  return { status, userId, tag }
}

function printTable(sessions: Sessions, rows: readonly ListedConversation[]): void {
  const { terminal } = sessions
  const width = widthOf(terminal)
  const cells = rows.map((row) => cellsOf(row, sessions, width !== undefined))
  for (const line of formatTable([HEAD, ...cells], width, { whole: [ID] })) printer(terminal)(line)
}

function cellsOf(row: ListedConversation, { now, config }: Sessions, isSeen: boolean): string[] {
  const updated = ago(row.updatedAt, now, config.timeZone)
  return [
    isSeen ? shortened(row.id) : row.id,
    calledIn(row),
    nameOfUser({ name: row.userName, phone: row.phone }),
    grouped(row.messageCount),
    grouped(row.totalTokens),
    row.status === 'active' ? updated : `${updated}, ${row.status}`,
  ]
}

// An id that we made begins with the millisecond it was made in: so much of it names one session.
const OURS = /^([0-9a-f]{8}-[0-9a-f]{4})-7[0-9a-f]{3}-/

function shortened(id: string): string {
  return OURS.exec(id)?.[1] ?? id
}
