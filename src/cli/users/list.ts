import type { ListedPerson } from '../../db/people-list.ts'
import { dateInWords, dayOf, daysAfter } from '../../local-time.ts'
import { ago } from '../ago.ts'
import type { CommandOptions } from '../command-options.ts'
import { type Sessions, withSessions } from '../sessions/session-store.ts'
import { formatTable } from '../table.ts'
import { printableJson, printer, widthOf } from '../terminal.ts'
import { toJson } from '../to-json.ts'
import { statusInWords } from './status-in-words.ts'

const HEAD = ['Name', 'Phone', 'Role', 'Status', 'Since', 'Last text', '7 days']
const SINCE = 4
const LAST_TEXT = 5

/** Lists everyone who may text or once could, in the order in which they came. */
export function listUsers(options: CommandOptions, { json }: { json: boolean }): Promise<void> {
  return withSessions(options, async (store) => {
    const { people, config, terminal, now } = store
    const weekBegan = daysAfter(dayOf(now, config.timeZone), -6)
    const listed = await people.list(weekBegan)
    const print = printer(terminal)
    if (json) return print(printableJson(listed.map(factsOf)))
    if (listed.length === 0) return print('Nobody may text yet. Set ADMIN_PHONES and start Usherr.')
    const rows = listed.map((person) => cellsOf(person, store))
    const whole = [SINCE, LAST_TEXT]
    for (const line of formatTable([HEAD, ...rows], widthOf(terminal), { whole })) print(line)
  })
}

function cellsOf(person: ListedPerson, { now, config: { timeZone } }: Sessions): string[] {
  const { name, phone, role, status, optedOutAt, createdAt, lastTextAt, texts } = person
  const standing = statusInWords(status)
  return [
    name ?? '',
    phone,
    role,
    optedOutAt === null ? standing : `${standing}, opted out`,
    dateInWords(createdAt, now, timeZone),
    lastTextAt === null ? '' : ago(lastTextAt, now, timeZone),
    String(texts),
  ]
}

function factsOf({ phone, name, role, status, optedOutAt, createdAt, ...person }: ListedPerson) {
  const { lastTextAt, texts } = person
  return toJson({
    phone,
    name,
    role,
    status,
    optedOutAt,
    createdAt,
    lastTextAt,
    textsThisWeek: texts,
  })
}
