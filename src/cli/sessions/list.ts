import type { ConversationFilter, ListedConversation, Page } from '../../db/conversation-list.ts'
import type { CommandOptions } from '../command-options.ts'
import { formatTable } from '../table.ts'
import { printableJson, printer, widthOf } from '../terminal.ts'
import { findUser } from './find.ts'
import { pageInWords } from './page-in-words.ts'
import { nameOfUser, type Sessions, withSessions } from './session-store.ts'
import { agoInWords, calledIn, grouped, toJson } from './session-words.ts'
import { shortIdOf } from './short-id.ts'

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

function printTable({ terminal, now }: Sessions, rows: readonly ListedConversation[]): void {
  const width = widthOf(terminal)
  const cells = rows.map((row) => cellsOf(row, now, width !== undefined))
  for (const line of formatTable([HEAD, ...cells], width, { whole: [ID] })) printer(terminal)(line)
}

function cellsOf(row: ListedConversation, now: number, isSeen: boolean): string[] {
  const updated = agoInWords(now - row.updatedAt)
  return [
    isSeen ? shortIdOf(row.id) : row.id,
    calledIn(row),
    nameOfUser({ name: row.userName, phone: row.phone }),
    grouped(row.messageCount),
    grouped(row.totalTokens),
    row.status === 'active' ? updated : `${updated}, ${row.status}`,
  ]
}
