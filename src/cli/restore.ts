import { existsSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { counted } from '../counted.ts'
import { pruneBackups } from '../db/backup-files.ts'
import { placeOf } from '../db/connection.ts'
import { takeLock } from '../db/lock.ts'
import { dropCopy, keepPresent, prepareCopy, putInPlace } from '../db/restore.ts'
import type { Restored } from '../db/restored.ts'
import { RestoreError } from '../errors.ts'
import { pull } from '../sync/pull.ts'
import { createRemote } from '../sync/remote.ts'
import { askYesOrNo } from './ask-yes-or-no.ts'
import { withProgress } from './progress.ts'
import { requireSync, withReason } from './sync.ts'
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
  await underLock(options, (databasePath) =>
    putBack({ file: resolve(file), named: file }, databasePath, options),
  )
}

/**
 * The same with a database that is built from the copy on the server.
 *
 * @throws {AppError} that says why everything is as it was
 */
export async function restoreFromSync(options: RestoreOptions): Promise<void> {
  const { env, terminal } = options
  const sync = requireSync(loadUsableConfig(env))
  await underLock(options, async (databasePath) => {
    const file = `${placeOf(databasePath)}.from-sync`
    try {
      const { rows, wholeAt } = await withProgress(terminal, 'Rows fetched:', (advance) =>
        pull({
          remote: createRemote(sync),
          path: file,
          signal: new AbortController().signal,
          onProgress: (done) => advance(done),
        }),
      )
      const at = new Date(wholeAt).toISOString().slice(0, 16).replace('T', ' ')
      printer(terminal)(`Fetched ${counted(rows, 'row')}, as they were at ${at} UTC.`)
      await putBack({ file, named: 'the copy on SYNC_URL' }, databasePath, options)
    } catch (error) {
      throw withReason(error)
    } finally {
      for (const end of ['', '-journal']) rmSync(file + end, { force: true })
    }
  })
}

async function underLock(
  { env, now }: RestoreOptions,
  work: (databasePath: string) => Promise<void>,
): Promise<void> {
  const { databasePath } = loadUsableConfig(env).usable
  const lock = takeLock(databasePath, now)
  try {
    await work(databasePath)
  } finally {
    lock.release()
  }
}

/** What is put back, and what it is called. */
interface Source {
  file: string
  named: string
}

async function putBack(
  { file, named }: Source,
  databasePath: string,
  options: RestoreOptions,
): Promise<void> {
  const { terminal, now, programName } = options
  // A link to the database stays one.
  const place = placeOf(databasePath)
  const copy = prepareCopy(file, place, now(), named)
  try {
    await requireYes(databasePath, named, options)
    const kept = keepPresent(databasePath, now())
    putInPlace(copy.path, place)
    // Not before: a restore that comes to nothing may be tried again and again.
    if (kept) pruneBackups(databasePath, kept, file)
    tell(terminal, { databasePath, file: named, kept, copy, programName })
  } finally {
    dropCopy(copy.path)
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

interface Outcome {
  databasePath: string
  file: string
  kept: string | undefined
  copy: Restored
  programName: string
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
