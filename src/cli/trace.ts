import { findObstacles, nameOf, type Obstacles } from '../db/queue.ts'
import { type Trace, traceNewest, traceOf } from '../db/trace.ts'
import { CommandError } from '../errors.ts'
import { clockInWords, dateInWords, dayOf, timeInWords } from '../local-time.ts'
import { parseTypedPhone } from '../sms/addresses.ts'
import { readBeside } from '../store/beside.ts'
import type { CommandOptions } from './command-options.ts'
import { reasonOf, standingOf } from './queue-words.ts'
import { spanInWords } from './span-in-words.ts'
import { formatTable } from './table.ts'
import { printableJson, printer, type Terminal, widthOf } from './terminal.ts'
import { toJson } from './to-json.ts'
import { eventsOf, type TraceEvent } from './trace-events.ts'
import { loadUsableConfig } from './usable-config.ts'

/**
 * Shows one text's life, from its arrival to the reports on its answer, with the words that were
 * written, beside a running service.
 *
 * @throws {CommandError} where there is no such text
 */
export function trace(
  { env, terminal, now }: CommandOptions,
  named: string,
  { json }: { json: boolean },
): void {
  const { databasePath, timeZone } = loadUsableConfig(env).usable
  const { found, obstacles } = readBeside(databasePath, (tx) => {
    const phone = parseTypedPhone(named)
    const trace = phone ? traceNewest(tx, phone) : traceOf(tx, named)
    return { found: trace, obstacles: findObstacles(tx, now()) }
  })
  if (!found) {
    throw new CommandError(
      `There is no text of ${named}. Name a MessageSid, a phone such as +14155550123, or what \`usherr queue\` lists.`,
    )
  }
  const events = eventsOf(found, timeZone)
  if (json) printer(terminal)(printableJson(factsOf(found, events)))
  else printTrace({ terminal, timeZone, obstacles, now: now() }, found, events)
}

function printTrace(
  {
    terminal,
    timeZone,
    obstacles,
    now,
  }: { terminal: Terminal; timeZone: string; obstacles: Obstacles; now: number },
  found: Trace,
  events: readonly TraceEvent[],
): void {
  const print = printer(terminal)
  const width = widthOf(terminal)
  const first = events[0]
  const subject = found.text ?? found.rows[0]
  if (!first || !subject) return
  const id = 'sid' in subject ? subject.sid : subject.id
  const head = [[id, subject.address, timeInWords(first.at, timeZone)]]
  const parts = [head, eventRows(events, now, timeZone), standings(found, obstacles, now)]
  print(parts.map((rows) => formatTable(rows, width).join('\n')).join('\n\n'))
}

/** A row for each event, and one for each day that begins between two of them. */
function eventRows(events: readonly TraceEvent[], now: number, timeZone: string): string[][] {
  return events.flatMap(({ at, what, says }, index) => {
    const before = events[index - 1]?.at
    const isNewDay = before !== undefined && dayOf(before, timeZone) !== dayOf(at, timeZone)
    const passed = before === undefined ? '' : `+${spanInWords(at - before)}`
    const row = [clockInWords(at, timeZone), passed, what, says]
    return isNewDay ? [[dateInWords(at, now, timeZone)], row] : [row]
  })
}

/** How the text and what was queued for it stand now. */
function standings({ text, rows }: Trace, obstacles: Obstacles, now: number): string[][] {
  const items = [
    ...(text ? [{ box: 'inbox' as const, row: text }] : []),
    ...rows.map((row) => ({ box: 'outbox' as const, row })),
  ]
  return items.map((item) => [nameOf(item), standingOf(item), reasonOf(item, obstacles, now)])
}

function factsOf({ text, rows }: Trace, events: readonly TraceEvent[]) {
  return {
    sid: text?.sid ?? null,
    phone: text?.address ?? rows[0]?.address,
    state: text?.state ?? null,
    outbox: rows.map(({ id, key, state, errorCode, attempts, providerSid }) => {
      return { id, key, state, errorCode, attempts, providerSid }
    }),
    events: events.map(({ at, what, says, data }) => {
      return toJson({ at, what, says, ...(data && { data }) })
    }),
  }
}
