import type { Hit } from '../../db/search.ts'
import { beginningOfDay, daysAfter, timeInWords } from '../../local-time.ts'
import { cutText } from '../../text-width.ts'
import type { CommandOptions } from '../command-options.ts'
import { findUser } from '../find-user.ts'
import { oneLine, printableJson, printer, widthOf } from '../terminal.ts'
import { toJson } from '../to-json.ts'
import { withSessions } from './session-store.ts'

export interface SearchFlags {
  user?: string
  status?: 'active' | 'paused' | 'archived'
  /** Days of the household's, both included. */
  since?: string
  until?: string
  best: boolean
  limit: number
  page: number
  json: boolean
}

/**
 * Shows what was said that holds these words, what is newest first.
 *
 * @throws {CommandError} where a user is none
 */
export async function searchSessions(
  options: CommandOptions,
  words: readonly string[],
  flags: SearchFlags,
): Promise<void> {
  const { status, limit, page, json } = flags
  await withSessions(options, async (store) => {
    const { timeZone } = store.config
    const filter = {
      status,
      userId: flags.user === undefined ? undefined : (await findUser(store, flags.user)).id,
      since: flags.since === undefined ? undefined : beginOf(flags.since, timeZone),
      until: flags.until === undefined ? undefined : beginOf(daysAfter(flags.until, 1), timeZone),
      order: flags.best ? ('best' as const) : ('newest' as const),
    }
    const hits = await store.conversations.search(words.join(' '), filter, { limit, page })
    const print = printer(store.terminal)
    if (json) return print(printableJson(hits.map(factsOf)))
    if (hits.length === 0)
      return print(page === 1 ? 'Nobody said that.' : `There is no page ${page}.`)
    const width = widthOf(store.terminal) ?? Infinity
    for (const hit of hits) {
      for (const line of linesOf(hit, timeZone)) print(cutText(line, width))
    }
    if (hits.length === limit) print(`\nThere may be more: --page ${page + 1}`)
  })
}

function linesOf(hit: Hit, timeZone: string): string[] {
  const who = hit.role === 'user' ? (hit.userName ?? hit.phone) : 'Usherr'
  const session = hit.name ? `${hit.name} (${hit.conversationId})` : hit.conversationId
  const head = `${timeInWords(hit.createdAt, timeZone)}  ${oneLine(who)}  in ${oneLine(session)}`
  return [head, `  ${oneLine(hit.snippet)}`]
}

function factsOf(hit: Hit) {
  const { conversationId: id, name, title, status, phone, round, role, content } = hit
  return toJson({
    at: hit.createdAt,
    session: { id, name, title, status },
    user: { phone, name: hit.userName },
    round,
    role,
    snippet: hit.snippet,
    content,
  })
}

// Where a zone has skipped a day, it begins with the next.
function beginOf(day: string, timeZone: string): number | undefined {
  return beginningOfDay(day, timeZone) ?? beginningOfDay(daysAfter(day, 1), timeZone)
}
