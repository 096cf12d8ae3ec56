import { existsSync } from 'node:fs'
import { takeLock } from '../db/lock.ts'
import { RestoreError } from '../errors.ts'
import { askYesOrNo } from './ask-yes-or-no.ts'
import { openEnds, replaceDatabase } from './replace-database.ts'
import { printer, type Terminal } from './terminal.ts'
import { loadUsableConfig } from './usable-config.ts'

export interface RestoreOptions {
  env: NodeJS.ProcessEnv
  terminal: Terminal
  /** What is typed to run a command. */
  programName: string
  now: () => number
  /** Whether a database that is there may be replaced without asking. */
  mayReplace: boolean
}

/**
 * Puts a backup in the place of the database, whose service has to be stopped. What was there is
 * kept as a backup.
 *
 * @throws {AppError} that says why everything is as it was
 */
export async function restore(file: string, options: RestoreOptions): Promise<void> {
  const { env, terminal, now, programName } = options
  const { databasePath } = loadUsableConfig(env).usable
  const lock = takeLock(databasePath, now)
  try {
    const { kept, copy } = await replaceDatabase({ file, databasePath, now }, () =>
      requireYes(databasePath, file, options),
    )
    const print = printer(terminal)
    print(`Restored ${databasePath} from ${file}.`)
    if (kept) print(`What was there is kept: ${kept}`)
    for (const line of openEnds(copy, programName)) print(line)
  } finally {
    lock.release()
  }
}

/** @throws {RestoreError} unless the database that is there may be replaced */
async function requireYes(
  databasePath: string,
  file: string,
  { terminal, mayReplace }: RestoreOptions,
): Promise<void> {
  if (mayReplace || !existsSync(databasePath)) return
  const question = `Replace the database at ${databasePath} with ${file}? It is kept as a backup.`
  const answer = await askYesOrNo(terminal, question)
  if (answer === 'no') throw new RestoreError('Nothing was changed.')
  if (answer === 'nobody') {
    throw new RestoreError(`There is a database at ${databasePath}. Add --yes to replace it.`)
  }
}
