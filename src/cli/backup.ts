import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { copyDatabaseAside } from '../db/backup.ts'
import { readDatabase, requireDatabase } from '../db/beside.ts'
import { BackupError } from '../errors.ts'
import { fileSizeInWords } from './file-size-in-words.ts'
import { interruptible } from './interruptible.ts'
import { withProgress } from './progress.ts'
import { printableJson, printer, type Terminal } from './terminal.ts'
import { loadUsableConfig } from './usable-config.ts'

/**
 * Copies the database to a file that is not there yet, beside a running service.
 *
 * @throws {AppError} that says why there is no backup now
 */
export async function backup(
  file: string,
  { env, terminal }: { env: NodeJS.ProcessEnv; terminal: Terminal },
  { json }: { json: boolean },
): Promise<void> {
  const { databasePath } = loadUsableConfig(env).usable
  const target = resolve(file)
  requireDatabase(databasePath)
  if (existsSync(target)) {
    throw new BackupError(`${target} is there already. Name a file that is not.`)
  }
  if (existsSync(`${target}-wal`)) {
    throw new BackupError(
      `${target}-wal is there and would be taken for its log. Name another file.`,
    )
  }
  if (!existsSync(dirname(target))) {
    throw new BackupError(`There is no folder ${dirname(target)}. Make it first.`)
  }
  readDatabase(databasePath, () => {})
  await withProgress(terminal, 'Copying the database', () =>
    interruptible((signal) => copyDatabaseAside(databasePath, target, signal)),
  )
  const sizeBytes = statSync(target).size
  const print = printer(terminal)
  if (json) print(printableJson({ file: target, sizeBytes }))
  else print(`Backed up to ${target}: ${fileSizeInWords(sizeBytes)}, checked and sound.`)
}
