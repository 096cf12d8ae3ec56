import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { counted } from '../counted.ts'
import { pruneBackups } from '../db/backup-files.ts'
import { placeOf } from '../db/connection.ts'
import { takeLock } from '../db/lock.ts'
import { dropCopy, keepPresent, prepareCopy, putInPlace } from '../db/restore.ts'
import type { Restored } from '../db/restored.ts'
import { confirm } from './confirm.ts'
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
    // A link to the database stays one.
    const place = placeOf(databasePath)
    const copy = prepareCopy(resolve(file), place, now())
    try {
      await requireYes(databasePath, file, options)
      const kept = keepPresent(databasePath, now())
      putInPlace(copy.path, place)
      // Not before: a restore that comes to nothing may be tried again and again.
      if (kept) pruneBackups(databasePath, kept, resolve(file))
      if (json) printer(terminal)(printableJson(toJson({ databasePath, file, kept, copy })))
      else tell(terminal, { databasePath, file, kept, copy, programName })
    } finally {
      dropCopy(copy.path)
    }
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

interface Outcome {
  databasePath: string
  file: string
  kept: string | undefined
  copy: Restored
  programName: string
}

function toJson({ databasePath, file, kept, copy }: Omit<Outcome, 'programName'>) {
  const { unsent, parked } = copy
  return { database: databasePath, file, kept: kept ?? null, unsent, parked }
}

function tell(terminal: Terminal, { databasePath, file, kept, copy, programName }: Outcome): void {
  const print = printer(terminal)
  print(`Restored ${databasePath} from ${file}.`)
  if (kept) print(`What was there is kept: ${kept}`)
  if (copy.unsent > 0) {
    print(`${counted(copy.unsent, 'text')} may not have been sent; Twilio is asked before one is.`)
  }
  if (copy.parked > 0) {
    print(`${counted(copy.parked, 'text')} had no answer then, and probably got one since.`)
    print(`\`${programName} queue\` shows them, \`${programName} queue retry SID\` answers one.`)
  }
}
