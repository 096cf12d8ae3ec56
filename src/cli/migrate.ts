import { existsSync } from 'node:fs'
import { counted } from '../counted.ts'
import { readDatabase } from '../db/beside.ts'
import { takeLock } from '../db/lock.ts'
import {
  listMigrations,
  type Migration,
  migrationNumber,
  migrationTitle,
} from '../db/migrations.ts'
import { openDatabase } from '../db/open.ts'
import { timeInWords } from '../local-time.ts'
import type { CommandOptions } from './command-options.ts'
import { formatTable } from './table.ts'
import { printableJson, printer, widthOf } from './terminal.ts'
import { toJson } from './to-json.ts'
import { loadUsableConfig } from './usable-config.ts'

export interface MigrateOptions extends CommandOptions {
  /** What is typed to run a command. */
  programName: string
}

const HEAD = ['Number', 'Name', 'Applied']

/** Lists the migrations of the database, beside a running service. */
export function showMigrations(
  { env, terminal, programName }: MigrateOptions,
  { json }: { json: boolean },
): void {
  const { databasePath, timeZone } = loadUsableConfig(env).usable
  const migrations = readMigrations(databasePath)
  const print = printer(terminal)
  if (json) return print(printableJson(migrations.map(factsOf)))
  const rows = migrations.map((one) => [
    migrationNumber(one.number),
    one.name ?? '(of a newer Usherr)',
    whenInWords(one, timeZone),
  ])
  for (const line of formatTable([HEAD, ...rows], widthOf(terminal))) print(line)
  print('')
  print(sumOf(migrations, databasePath, programName))
}

/**
 * Applies what is pending, as a start of the service does, which has to be stopped.
 *
 * @throws {AppError} that says why everything is as it was
 */
export function migrateUp(
  { env, terminal, now }: MigrateOptions,
  { json }: { json: boolean },
): void {
  const { databasePath } = loadUsableConfig(env).usable
  const print = printer(terminal)
  const lock = takeLock(databasePath, now)
  try {
    const before = readMigrations(databasePath)
    openDatabase(databasePath, {
      now,
      onBackup: (path) => void (json || print(`Backed up to ${path}`)),
    }).$client.close()
    const done = before.map(({ number, name = null, state }) => {
      return { number, name, state: state === 'pending' ? 'applied' : 'already applied' }
    })
    if (json) return print(printableJson(done))
    for (const { number, name, state } of done) {
      print(`${migrationTitle({ number, name: name ?? undefined })} ${state}`)
    }
  } finally {
    lock.release()
  }
}

function readMigrations(databasePath: string): Migration[] {
  return existsSync(databasePath)
    ? readDatabase(databasePath, (client) => listMigrations(client))
    : listMigrations(undefined)
}

function whenInWords({ state, appliedAt }: Migration, timeZone: string): string {
  if (state === 'pending') return 'pending'
  return appliedAt === undefined ? 'before this was recorded' : timeInWords(appliedAt, timeZone)
}

function sumOf(migrations: readonly Migration[], databasePath: string, program: string): string {
  const count = (state: Migration['state']) =>
    migrations.filter((one) => one.state === state).length
  const newer = count('newer')
  const pending = count('pending')
  if (newer > 0) {
    return `A newer Usherr has worked on it: ${counted(newer, 'migration')} that this version does not know.`
  }
  if (!existsSync(databasePath)) {
    return `There is no database at ${databasePath} yet. \`${program} migrate up\` or the first start makes it.`
  }
  return pending > 0
    ? `${counted(pending, 'migration')} pending. \`${program} migrate up\` or the next start applies what is.`
    : 'Up to date.'
}

function factsOf({ number, name, state, appliedAt }: Migration) {
  return toJson({ number, name: name ?? null, state, appliedAt: appliedAt ?? null })
}
