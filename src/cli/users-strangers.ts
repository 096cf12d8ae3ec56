import { strangers } from '../db/inbox.ts'
import { timeInWords } from '../local-time.ts'
import { readBeside } from '../store/beside.ts'
import { formatTable } from './table.ts'
import { printableJson, printer, type Terminal, widthOf } from './terminal.ts'
import { toJson } from './to-json.ts'
import { loadUsableConfig } from './usable-config.ts'

const HEAD = ['Phone', 'Texts', 'Last']

/**
 * Lists who has texted and is no user, beside a running service. Phones stand in full: whoever asks
 * wants to let someone in.
 */
export function usersStrangers(
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
  { json }: { json: boolean },
): void {
  const { databasePath, timeZone } = loadUsableConfig(env).usable
  const found = readBeside(databasePath, strangers)
  const print = printer(terminal)
  if (json) {
    const facts = found.map(({ phone, texts, lastTextAt }) => toJson({ phone, texts, lastTextAt }))
    return print(printableJson(facts))
  }
  if (found.length === 0) return print('No strangers have texted.')
  const rows = found.map(({ phone, texts, lastTextAt }) => [
    phone,
    String(texts),
    timeInWords(lastTextAt, timeZone),
  ])
  for (const line of formatTable([HEAD, ...rows], widthOf(terminal))) print(line)
}
