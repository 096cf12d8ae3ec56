import { existsSync } from 'node:fs'
import { takeLock } from '../db/lock.ts'
import { confirm } from './confirm.ts'
import { openEnds, replaceDatabase } from './replace-database.ts'
import { printableJson, printer, type Terminal } from './terminal.ts'
import { loadUsableConfig } from './usable-config.ts'

export interface RestoreOptions {
  env: NodeJS.ProcessEnv
  terminal: Terminal
  /** What is typed to run a command. */
  programName: string
  now: () => number
  /** Whether a database that is there may be replaced without asking. */
  mayReplace: boolean
  json: boolean
}

/**
 * Puts a backup in the place of the database, whose service has to be stopped. What was there is
 * kept as a backup.
 *
 * @throws {AppError} that says why everything is as it was
 */
export async function restore(file: string, options: RestoreOptions): Promise<void> {
  const { env, terminal, now, programName, json } = options
  const { databasePath } = loadUsableConfig(env).usable
  const lock = takeLock(databasePath, now)
  try {
    const { kept, copy } = await replaceDatabase({ file, databasePath, now }, () =>
      requireYes(databasePath, file, options),
    )
    const print = printer(terminal)
    if (json) {
      const { unsent, parked } = copy
      print(printableJson({ database: databasePath, file, kept: kept ?? null, unsent, parked }))
      return
    }
    print(`Restored ${databasePath} from ${file}.`)
    if (kept) print(`What was there is kept: ${kept}`)
    for (const line of openEnds(copy, programName)) print(line)
  } finally {
    lock.release()
  }
}

/** @throws {CommandError} unless the database that is there may be replaced */
async function requireYes(
  databasePath: string,
  file: string,
  { terminal, mayReplace }: RestoreOptions,
): Promise<void> {
  const question = `Replace the database at ${databasePath} with ${file}? It is kept as a backup.`
  const isAgreed = mayReplace || !existsSync(databasePath)
  await confirm(terminal, question, { isAgreed })
}
