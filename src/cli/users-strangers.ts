import { requireDatabase } from '../db/beside.ts'
import { readStrangers } from '../db/inspect.ts'
import { timeInWords } from '../local-time.ts'
import { printer, type Terminal } from './terminal.ts'
import { loadUsableConfig } from './usable-config.ts'

const COLUMNS = [18, 7]

/**
 * Lists who has texted and is no user, beside a running service. Phones stand in full: whoever asks
 * wants to let someone in.
 */
export function usersStrangers(env: NodeJS.ProcessEnv, terminal: Terminal): void {
  const { databasePath, timeZone } = loadUsableConfig(env).usable
  requireDatabase(databasePath)
  const rows = readStrangers(databasePath).map(({ phone, texts, lastTextAt }) => [
    phone,
    String(texts),
    timeInWords(lastTextAt, timeZone),
  ])
  const print = printer(terminal)
  if (rows.length === 0) print('No strangers have texted.')
  else for (const row of [['Phone', 'Texts', 'Last'], ...rows]) print(formatRow(row))
}

function formatRow(cells: readonly string[]): string {
  return cells.map((cell, index) => cell.padEnd(COLUMNS[index] ?? 0)).join('')
}
