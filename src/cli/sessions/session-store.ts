import type { User } from '../../db/users.ts'
import { openStoreBeside, type StoreBeside } from '../../store/beside.ts'
import type { CommandOptions } from '../command-options.ts'
import { oneLine, printableJson, printer, type Terminal } from '../terminal.ts'
import { loadUsableConfig, type UsableConfig } from '../usable-config.ts'

/** What such a command works with, beside a running service. */
export interface Sessions extends Omit<StoreBeside, 'terminal'> {
  config: UsableConfig
  terminal: Terminal
  now: number
}

/** Does a command's work on the database that DATABASE_PATH names, and closes it. */
export async function withSessions<T>(
  { env, terminal, now }: CommandOptions,
  work: (sessions: Sessions) => Promise<T>,
): Promise<T> {
  const config = loadUsableConfig(env).usable
  const store = openStoreBeside(config.databasePath, now)
  try {
    return await work({ ...store, config, terminal, now: now() })
  } finally {
    store.close()
  }
}

/** What a command did: in words, or for a script as JSON. */
export function tell(
  terminal: Terminal,
  { json }: { json: boolean },
  { lines, data }: { lines: readonly string[]; data: unknown },
): void {
  const print = printer(terminal)
  if (json) print(printableJson(data))
  else for (const line of lines) print(oneLine(line))
}

export function nameOfUser({ name, phone }: Pick<User, 'name' | 'phone'>): string {
  return name ?? phone
}
