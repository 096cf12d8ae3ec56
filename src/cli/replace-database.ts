import { resolve } from 'node:path'
import { counted } from '../counted.ts'
import { pruneBackups } from '../db/backup-files.ts'
import { placeOf } from '../db/connection.ts'
import {
  type CopyOptions,
  dropCopy,
  keepPresent,
  type PreparedCopy,
  prepareCopy,
  putInPlace,
} from '../db/restore.ts'
import type { Restored } from '../db/restored.ts'

export interface Replacement extends CopyOptions {
  file: string
  /** The caller holds its lock. */
  databasePath: string
  now: () => number
}

/**
 * Puts the backup `file` in the place of the database, unless `agree` throws, and resolves with the
 * path under which what was there is kept.
 *
 * @throws {AppError} that says why everything is as it was
 */
export async function replaceDatabase(
  { file, databasePath, now, ...options }: Replacement,
  agree: (copy: PreparedCopy) => Promise<void>,
): Promise<{ kept: string | undefined; copy: Restored }> {
  // A link to the database stays one.
  const place = placeOf(databasePath)
  const copy = prepareCopy(resolve(file), place, now(), options)
  try {
    await agree(copy)
    const kept = keepPresent(databasePath, now())
    putInPlace(copy.path, place)
    // Not before: what comes to nothing may be tried again and again.
    if (kept) pruneBackups(databasePath, kept, resolve(file))
    return { kept, copy }
  } finally {
    dropCopy(copy.path)
  }
}

/** What is left open by it, a line each. */
export function openEnds({ unsent, parked }: Restored, programName: string): string[] {
  return [
    ...(unsent > 0
      ? [`${counted(unsent, 'text')} may not have been sent; Twilio is asked before one is.`]
      : []),
    ...(parked > 0
      ? [
          `${counted(parked, 'text')} had no answer then, and probably got one since.`,
          `\`${programName} queue\` shows them, \`${programName} queue retry SID\` answers one.`,
        ]
      : []),
  ]
}
