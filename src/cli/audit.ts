import type { AuditFilter, ListedAudit } from '../db/audit-list.ts'
import { OURSELVES } from '../db/audit-log.ts'
import type { ActionState } from '../db/column-types.ts'
import type { Page } from '../db/conversation-list.ts'
import type { User } from '../db/users.ts'
import { beginningOfDay, DAY_MS, daysAfter, timeInWords } from '../local-time.ts'
import { nameAsSeen } from '../namesakes.ts'
import { withEnd } from '../users/called.ts'
import { didInWords, limitInWords, AUDITED, USER_FIELD_WORDS } from './audit-words.ts'
import type { CommandOptions } from './command-options.ts'
import { findUser } from './find-user.ts'
import { type Sessions, withSessions } from './sessions/session-store.ts'
import { grouped } from './sessions/session-words.ts'
import type { Since } from './sessions/typed-words.ts'
import { formatTable } from './table.ts'
import { printableJson, printer, widthOf } from './terminal.ts'
import { toJson } from './to-json.ts'
import { statusInWords } from './users/status-in-words.ts'

export interface AuditFlags extends Page {
  person?: string
  since?: Since
  json: boolean
}

const HEAD = ['When', 'Who', 'Did', 'What', 'Before → after', 'Text']
const WHEN = 0
const TEXT = 5

/**
 * Shows who did what, to what, when and from which text, the newest last, beside a running service.
 *
 * @throws {CommandError} where the person is none
 */
export async function showAudit(options: CommandOptions, flags: AuditFlags): Promise<void> {
  await withSessions(options, async (store) => {
    const { terminal, config } = store
    const { entries, hasOlder } = await store.audit.list(await filterOf(store, flags), flags)
    const print = printer(terminal)
    if (flags.json) return print(printableJson({ hasOlder, entries: entries.map(factsOf) }))
    if (entries.length === 0) {
      return print(flags.page === 1 ? 'Nothing was done.' : `There is no page ${flags.page}.`)
    }
    const namesakes = sharedNames(await store.users.list())
    const rows = entries.map((entry) => cellsOf(entry, { namesakes, timeZone: config.timeZone }))
    const lines = formatTable([HEAD, ...rows], widthOf(terminal), { whole: [WHEN, TEXT] })
    for (const line of lines) print(line)
    if (hasOlder) print(`\nThere is more: --page ${flags.page + 1} shows what came before.`)
  })
}

async function filterOf(store: Sessions, { person, since }: AuditFlags): Promise<AuditFilter> {
  return {
    userId: person === undefined ? undefined : (await findUser(store, person)).id,
    since: since && beginOf(since, store),
  }
}

function beginOf(since: Since, { config, now }: Sessions): number | undefined {
  if ('days' in since) return now - since.days * DAY_MS
  const { timeZone } = config
  // Where a zone has skipped a day, it begins with the next.
  return beginningOfDay(since.day, timeZone) ?? beginningOfDay(daysAfter(since.day, 1), timeZone)
}

interface Showing {
  /** Names that more than one person goes by, as an eye takes them. */
  namesakes: ReadonlySet<string>
  timeZone: string
}

function cellsOf(entry: ListedAudit, { namesakes, timeZone }: Showing): string[] {
  const { createdAt, textPosition } = entry
  const target = targetOf(entry)
  return [
    timeInWords(createdAt, timeZone),
    whoOf(entry, namesakes),
    didInWords({ ...entry, target }),
    target,
    changeOf(entry),
    textPosition === null ? '' : `in-${textPosition}`,
  ]
}

function sharedNames(users: readonly User[]): Set<string> {
  const names = users.flatMap(({ name }) => (name === null ? [] : [nameAsSeen(name)]))
  return new Set(names.filter((name, at) => names.indexOf(name) < at))
}

function whoOf(entry: ListedAudit, namesakes: ReadonlySet<string>): string {
  const { userId, userName: name, phone, detail } = entry
  if (detail?.['by'] === OURSELVES) return 'Usherr'
  if (userId === null) return 'an operator'
  if (phone === null) return 'somebody who is gone'
  return name !== null && namesakes.has(nameAsSeen(name))
    ? withEnd({ name, phone })
    : (name ?? phone)
}

/** A text by its short name and a session by its own, while they are there. */
function targetOf(entry: ListedAudit): string {
  const { action, target, textPosition, rowPosition, sessionName, sessionTitle } = entry
  if (rowPosition !== null) return `out-${rowPosition}`
  if (action.startsWith('queue.')) return textPosition === null ? '' : `in-${textPosition}`
  return sessionName ?? sessionTitle ?? target ?? limitInWords(entry.detail) ?? ''
}

/** `messages: 12 → 0`; blank where nothing changed its value. */
function changeOf(entry: ListedAudit): string {
  const { action, detail } = entry
  if (!detail || !('before' in detail)) return ''
  const [, , , changed] = AUDITED[action]
  const of = FIELDS.get(detail['field']) ?? changed
  const [before, after] = [detail['before'], detail['after']].map((value) => {
    if (action === 'question.settled') return stateInWords(value)
    return valueInWords(detail['field'] === 'status' ? statusInWords(value) : value)
  })
  return `${of ? `${of}: ` : ''}${before} → ${after}`
}

const FIELDS = new Map<unknown, string>(Object.entries(USER_FIELD_WORDS))

const STATES: Record<ActionState, string> = {
  open: 'open',
  replaced: 'asked something else',
  lapsed: 'too late',
  declined: 'no',
  locked: 'too many wrong numbers',
  claimed: 'answered',
  executing: 'under way',
  done: 'done',
  failed: 'not done',
  unknown: 'nobody knows',
}

function stateInWords(state: unknown): string {
  return new Map<unknown, string>(Object.entries(STATES)).get(state) ?? valueInWords(state)
}

function valueInWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return grouped(value)
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(valueInWords).join(', ') || 'none'
  return value == null ? 'none' : JSON.stringify(value)
}

function factsOf(entry: ListedAudit) {
  const { createdAt, userId, userName: name, phone, sid, action, target, detail } = entry
  const whose = userId === null ? 'operator' : 'person'
  const { before, after, by = whose, ...facts } = detail ?? {}
  return toJson({
    id: entry.id,
    at: createdAt,
    by,
    user: userId === null ? null : { id: userId, name, phone },
    sid,
    action,
    target,
    before: before ?? null,
    after: after ?? null,
    detail: facts,
  })
}
