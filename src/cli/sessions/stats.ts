import { type Cost, costOf, type Price, type Spent } from '../../accounts/prices.ts'
import { counted } from '../../counted.ts'
import type { Stats } from '../../db/accounts.ts'
import { CommandError } from '../../errors.ts'
import { beginningOfDay, dayOf, daysAfter } from '../../local-time.ts'
import type { CommandOptions } from '../command-options.ts'
import { findUser } from '../find-user.ts'
import { hanging } from '../hanging-lines.ts'
import { formatTable } from '../table.ts'
import { printableJson, printer, type Terminal, widthOf } from '../terminal.ts'
import { loadUsableConfig } from '../usable-config.ts'
import { costInWords, NAMELESS, unpricedInWords } from './cost-in-words.ts'
import { withSessions } from './session-store.ts'
import { grouped } from './session-words.ts'

export interface StatsFlags {
  user?: string
  /** Today included. */
  days: number
  json: boolean
}

/**
 * Shows what was said and what it took, on the days of the household.
 *
 * @throws {CommandError} where the user is none, or LLM_PRICES cannot be read
 */
export async function showStats(
  options: CommandOptions,
  { user, days, json }: StatsFlags,
): Promise<void> {
  requirePrices(options.env)
  await withSessions(options, async (store) => {
    const { terminal, now } = store
    const { timeZone, llmPrices } = store.config
    const sinceDay = daysAfter(dayOf(now, timeZone), 1 - days)
    const since = beginningOfDay(sinceDay, timeZone)
    const userId = user === undefined ? undefined : (await findUser(store, user)).id
    const stats = await store.conversations.stats({ userId, sinceDay, since })
    const report = reportOf(stats, llmPrices)
    if (json) printer(terminal)(printableJson({ since: sinceDay, ...report }))
    else printReport(terminal, report, { days, isPriced: llmPrices.length > 0 })
  })
}

function requirePrices(env: NodeJS.ProcessEnv): void {
  const problem = loadUsableConfig(env).problems.find(({ setting }) => setting === 'LLM_PRICES')
  if (problem) throw new CommandError(`LLM_PRICES ${problem.says}`)
}

type Report = ReturnType<typeof reportOf>

function reportOf({ conversations, models, days, users, spent }: Stats, prices: readonly Price[]) {
  const cost = (isMeant: (one: Stats['spent'][number]) => boolean): Cost =>
    costOf(spent.filter(isMeant).filter(hasTokens), prices)
  const sum = (field: 'texts' | 'segments' | 'inputTokens' | 'outputTokens') =>
    days.reduce((all, day) => all + day[field], 0)
  return {
    conversations,
    models: models.map((row) => ({ ...row, ...cost(({ model }) => model === row.model) })),
    days: days.map((row) => ({ ...row, ...cost(({ day }) => day === row.day) })),
    users: users.map((row) => ({ ...row, ...cost(({ phone }) => phone === row.phone) })),
    total: {
      texts: sum('texts'),
      segments: sum('segments'),
      inputTokens: sum('inputTokens'),
      outputTokens: sum('outputTokens'),
      ...cost(() => true),
    },
  }
}

const hasTokens = ({ inputTokens, outputTokens }: Spent) => inputTokens + outputTokens > 0

// Where the columns of numbers have their whole names.
const ROOMY = 72

function printReport(
  terminal: Terminal,
  { conversations, models, days, users, total }: Report,
  { days: shown, isPriced }: { days: number; isPriced: boolean },
): void {
  const width = widthOf(terminal)
  const print = (says: string) => hanging('', says, width).forEach(printer(terminal))
  const { active, paused, archived } = conversations
  print(
    `${shown === 1 ? 'Today' : `The last ${shown} days`}, ${counted(active + paused + archived, 'session')}: ` +
      `${grouped(active)} active, ${grouped(paused)} paused, ${grouped(archived)} archived.`,
  )
  const used = (row: Cost & Omit<Spent, 'model'>) => [
    grouped(row.inputTokens),
    grouped(row.outputTokens),
    ...(isPriced ? [costInWords(row)] : []),
  ]
  const texted = (row: Report['total']) => [grouped(row.texts), grouped(row.segments), ...used(row)]
  const isNarrow = width !== undefined && width < ROOMY
  const heads = isNarrow ? ['Input', 'Output'] : ['Input tokens', 'Output tokens']
  const tokens = [...heads, ...(isPriced ? ['Cost'] : [])]
  const texts = ['Texts', 'Segments', ...tokens]
  const tables = [
    [['Model', ...tokens], ...models.map((row) => [row.model || NAMELESS, ...used(row)])],
    [['Day', ...texts], ...days.map((row) => [row.day, ...texted(row)])],
    [['User', ...texts], ...users.map((row) => [row.name ?? row.phone, ...texted(row)])],
    [
      ['Total', ...texts],
      ['', ...texted(total)],
    ],
  ]
  for (const rows of tables.filter(({ length }) => length > 1)) {
    for (const line of ['', ...formatTable(rows, width)]) printer(terminal)(line)
  }
  if (isPriced && total.unpriced.length > 0) print(`\n${unpricedInWords(total.unpriced)}`)
  if (!isPriced) print('\nSet LLM_PRICES to see what the tokens cost.')
}
