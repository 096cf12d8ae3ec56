import type { DatabaseState } from '../../db/inspect.ts'
import { timeInWords } from '../../local-time.ts'
import { type Finding, findingsOn } from '../finding.ts'

const { good, skipped, wrong } = findingsOn('Backups')

// One is made each night; a night may be missed.
const TOO_OLD_MS = 2 * 24 * 60 * 60_000
const FIX = 'Start Usherr, which makes one each night; its log says why when that fails.'

/** Nothing is told of a database that cannot be looked at. */
export function checkBackups(
  state: DatabaseState,
  { now, timeZone }: { now: number; timeZone: string },
): Finding[] {
  if (state.type !== 'usable') return []
  const { lastBackupAt, inUseSince } = state
  const isOld = (at: number) => now - at > TOO_OLD_MS
  if (lastBackupAt === undefined) {
    const isMissed = inUseSince !== undefined && isOld(inUseSince)
    return [isMissed ? wrong('there is none', FIX) : skipped('none yet; one is made each night')]
  }
  const says = `the newest is of ${timeInWords(lastBackupAt, timeZone)}`
  return [isOld(lastBackupAt) ? wrong(says, FIX) : good(says)]
}
