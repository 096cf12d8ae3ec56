import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { copyDatabase } from '../db/backup.ts'
import { requireDatabase } from '../db/beside.ts'
import { connectReadOnly } from '../db/connection.ts'
import { BackupError, DatabaseUnusableError, messageOf } from '../errors.ts'
import { fileSizeInWords } from './file-size-in-words.ts'
import { printer, type Terminal } from './terminal.ts'
import { loadUsableConfig } from './usable-config.ts'

/**
 * Copies the database to a file that is not there yet, beside a running service.
 *
 * @throws {AppError} that says why there is no backup now
 */
export function backup(file: string, env: NodeJS.ProcessEnv, terminal: Terminal): void {
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
  const client = openReadOnly(databasePath)
  try {
    copyDatabase(client, target)
  } finally {
    client.close()
  }
  const size = fileSizeInWords(statSync(target).size)
  printer(terminal)(`Backed up to ${target}: ${size}, checked and sound.`)
}

function openReadOnly(path: string): ReturnType<typeof connectReadOnly> {
  try {
    return connectReadOnly(path)
  } catch (cause) {
    const message = `DATABASE_PATH ${path} cannot be read: ${messageOf(cause)}`
    throw new DatabaseUnusableError(message, { cause })
  }
}
