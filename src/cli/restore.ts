import { existsSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { counted } from '../counted.ts'
import { placeOf } from '../db/connection.ts'
import { takeLock } from '../db/lock.ts'
import { timeInWords } from '../local-time.ts'
import { pull } from '../sync/pull.ts'
import { createRemote } from '../sync/remote.ts'
import { confirm } from './confirm.ts'
import { interruptible } from './interruptible.ts'
import { withProgress } from './progress.ts'
import { openEnds, replaceDatabase } from './replace-database.ts'
import { requireSync, withReason } from './sync.ts'
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
  const { env, terminal, json } = options
  const settings = loadUsableConfig(env)
  const sync = requireSync(settings)
  await underLock(options, async (databasePath) => {
    const file = `${placeOf(databasePath)}.from-sync`
    try {
      const { rows, wholeAt } = await withProgress(terminal, 'Rows fetched:', (advance) =>
        interruptible((signal) =>
          pull({
            remote: createRemote(sync),
            path: file,
            signal,
            onProgress: (done) => advance(done),
          }),
        ),
      )
      const at = timeInWords(wholeAt, settings.usable.timeZone)
      if (!json) printer(terminal)(`Fetched ${counted(rows, 'row')}, as they were on ${at}.`)
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
  { terminal, now, programName, mayReplace, json }: RestoreOptions,
): Promise<void> {
  const question = `Replace the database at ${databasePath} with ${named}? It is kept as a backup.`
  const isAgreed = mayReplace || !existsSync(databasePath)
  const { kept, copy } = await replaceDatabase({ file, databasePath, now, named }, () =>
    confirm(terminal, question, { isAgreed }),
  )
  const print = printer(terminal)
  if (json) {
    const { unsent, parked } = copy
    const data = { database: databasePath, file: named, kept: kept ?? null, unsent, parked }
    return print(printableJson(data))
  }
  print(`Restored ${databasePath} from ${named}.`)
  if (kept) print(`What was there is kept: ${kept}`)
  for (const line of openEnds(copy, programName)) print(line)
}
