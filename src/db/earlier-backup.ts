import { statSync } from 'node:fs'
import type SQLite from 'better-sqlite3'
import { backupsOf } from './backup-files.ts'
import { connectReadOnly } from './connection.ts'
import { isDamage } from './failure-in-words.ts'
import { appliedMigrations, migrationState } from './migrations.ts'

export interface EarlierBackup {
  path: string
  /** Epoch milliseconds. */
  madeAt: number
  /** How many migrations had been applied to it. */
  applied: number
}

/**
 * The backups made before a migration that hold the state of `client` with fewer of its migrations,
 * none that this version does not know; those with the most of them first, and then the latest.
 * What cannot be read is `damaged`.
 */
export function earlierBackups(
  client: SQLite.Database,
  databasePath: string,
): { earlier: EarlierBackup[]; damaged: string[] } {
  const present = appliedMigrations(client)
  const earlier: EarlierBackup[] = []
  const damaged: string[] = []
  for (const { kind, path } of backupsOf(databasePath)) {
    // A folder of that name, or a link to nothing, is passed over.
    if (kind !== 'migration' || !statSync(path, { throwIfNoEntry: false })?.isFile()) continue
    const applied = appliedTo(path)
    if (applied === 'damaged') damaged.push(path)
    else if (isBeginningOf(applied, present)) {
      earlier.push({ path, madeAt: Math.floor(statSync(path).mtimeMs), applied: applied.length })
    }
  }
  earlier.sort((a, b) => b.applied - a.applied || b.madeAt - a.madeAt)
  return { earlier, damaged }
}

/** None for a file that this version cannot put back. */
function appliedTo(path: string): number[] | 'damaged' {
  let client: SQLite.Database | undefined
  try {
    client = connectReadOnly(path)
    const { isOurs, isNewer } = migrationState(client)
    return isOurs && !isNewer ? appliedMigrations(client) : []
  } catch (error) {
    if (isDamage(error)) return 'damaged'
    throw error
  } finally {
    client?.close()
  }
}

function isBeginningOf(applied: readonly number[], present: readonly number[]): boolean {
  const isShorter = applied.length > 0 && applied.length < present.length
  return isShorter && applied.every((writtenAt, index) => writtenAt === present[index])
}

/** How much of what was texted and said stands in `client` and not in the database at `earlierPath`. */
export function countSince(
  client: SQLite.Database,
  earlierPath: string,
): { texts: number; messages: number } {
  client.prepare('attach ? as earlier').run(earlierPath)
  const count = (table: string, key: string) =>
    Number(
      client
        .prepare(
          `select count(*) from main.${table} where ${key} not in (select ${key} from earlier.${table})`,
        )
        .pluck()
        .get(),
    )
  return { texts: count('inbox', 'sid'), messages: count('messages', 'id') }
}
