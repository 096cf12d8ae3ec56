import type SQLite from 'better-sqlite3'
import { counted } from '../counted.ts'
import { readDatabase, requireDatabase } from '../db/beside.ts'
import { countSince, type EarlierBackup, earlierBackups } from '../db/earlier-backup.ts'
import { takeLock } from '../db/lock.ts'
import { listMigrations, type Migration, migrationTitle } from '../db/migrations.ts'
import { CommandError } from '../errors.ts'
import { timeInWords } from '../local-time.ts'
import { confirm } from './confirm.ts'
import type { MigrateOptions } from './migrate.ts'
import { openEnds, replaceDatabase } from './replace-database.ts'
import { printableJson, printer } from './terminal.ts'
import { loadUsableConfig } from './usable-config.ts'

/**
 * Puts back the backup that was made before the last migration, for the version of Usherr that had
 * made it. The service has to be stopped; what is there is kept as a backup.
 *
 * @throws {AppError} that says why everything is as it was
 */
export async function migrateDown(
  { env, terminal, programName, now }: MigrateOptions,
  { yes: isAgreed, json }: { yes: boolean; json: boolean },
): Promise<void> {
  const { databasePath, timeZone } = loadUsableConfig(env).usable
  requireDatabase(databasePath)
  const print = printer(terminal)
  const lock = takeLock(databasePath, now)
  try {
    const { backup, takenBack } = readDatabase(databasePath, (client) =>
      findBackup(client, databasePath, programName),
    )
    const { kept, copy } = await replaceDatabase(
      { file: backup.path, databasePath, now, keepsSchema: true },
      async ({ path }) => {
        const since = readDatabase(databasePath, (client) => countSince(client, path))
        const lost = `${counted(since.texts, 'text')} and ${counted(since.messages, 'message')}`
        const madeAt = timeInWords(backup.madeAt, timeZone)
        const titles = takenBack.map(migrationTitle).join(', ')
        const says = `${backup.path} is the database as it was on ${madeAt},
before ${titles}. ${lost} since then are not in it.`
        if (json) terminal.stderr.write(`${says}\n`)
        else print(says)
        await confirm(terminal, 'Put it back? What is there is kept as a backup.', { isAgreed })
      },
    )
    if (json) {
      const migrations = takenBack.map(({ number, name = null }) => {
        return { number, name, state: 'taken back' }
      })
      const { unsent, parked } = copy
      return print(printableJson({ migrations, kept: kept ?? null, unsent, parked }))
    }
    for (const one of takenBack) print(`${migrationTitle(one)} taken back`)
    if (kept) print(`What was there is kept: ${kept}`)
    for (const line of openEnds(copy, programName)) print(line)
    print('Start the older Usherr on it: this version would apply them again.')
  } finally {
    lock.release()
  }
}

/** @throws {CommandError} where none was made, or it is lost */
function findBackup(
  client: SQLite.Database,
  databasePath: string,
  programName: string,
): { backup: EarlierBackup; takenBack: Migration[] } {
  const { earlier, damaged } = earlierBackups(client, databasePath)
  const [backup] = earlier
  if (!backup) {
    const lines = damaged.map((path) => `${path} is damaged.`)
    throw new CommandError(
      [
        'There is no backup from before the last migration, and nothing was changed.',
        ...lines,
        `\`${programName} restore FILE\` puts back another one.`,
      ].join('\n'),
    )
  }
  const takenBack = listMigrations(client).filter(
    ({ number, state }) => state !== 'pending' && number >= backup.applied,
  )
  return { backup, takenBack }
}
