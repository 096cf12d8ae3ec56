import type { ConversationFilter, ListedConversation, Page } from '../../db/conversation-list.ts'
import { isIdle } from '../../db/conversations.ts'
import { ago } from '../ago.ts'
import type { CommandOptions } from '../command-options.ts'
import { findUser } from '../find-user.ts'
import { formatTable } from '../table.ts'
import { printableJson, printer, widthOf } from '../terminal.ts'
import { toJson } from '../to-json.ts'
import { pageInWords } from './page-in-words.ts'
import { nameOfUser, type Sessions, withSessions } from './session-store.ts'
import { calledIn, grouped } from './session-words.ts'
import { shortIdOf } from './short-id.ts'

export interface ListFlags extends Page {
  status?: ConversationFilter['status']
  user?: string
  tag?: string
  json: boolean
}

const HEAD = ['ID', 'Name', 'User', 'Messages', 'Tokens', 'Updated']
const ID = 0
const UPDATED = 5

/** Lists sessions, what was carried on last first. */
export function listSessions(options: CommandOptions, flags: ListFlags): Promise<void> {
  return withSessions(options, async (sessions) => {
    const filter = await filterOf(sessions, flags)
    const { rows: found, total } = await sessions.conversations.list(filter, flags)
    const rows = found.map((row) => withCurrent(row, sessions))
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

type Row = ReturnType<typeof withCurrent>

/** Whether its user's next text goes on in it. */
function withCurrent(
  { isLatest, ...row }: ListedConversation,
  { config, now }: Pick<Sessions, 'config' | 'now'>,
) {
  return { ...row, isCurrent: isLatest && !isIdle(row, config.sessionIdleMs, now) }
}

function printTable(sessions: Sessions, rows: readonly Row[]): void {
  const { terminal } = sessions
  const width = widthOf(terminal)
  const cells = rows.map((row) => cellsOf(row, sessions, width !== undefined))
  for (const line of formatTable([HEAD, ...cells], width, { whole: [ID, UPDATED] }))
    printer(terminal)(line)
}

function cellsOf(row: Row, { now, config }: Sessions, isSeen: boolean): string[] {
  const updated = ago(row.updatedAt, now, config.timeZone)
  return [
    isSeen ? shortIdOf(row.id) : row.id,
    calledIn(row),
    nameOfUser({ name: row.userName, phone: row.phone }),
    grouped(row.messageCount),
    grouped(row.totalTokens),
    [
      updated,
      ...(row.isCurrent ? ['current'] : []),
      ...(row.status === 'active' ? [] : [row.status]),
    ].join(', '),
  ]
}
