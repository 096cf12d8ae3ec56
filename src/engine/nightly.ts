import type { Logger } from 'pino'
import { PRUNE_START } from '../db/retention.ts'
import { DAY_MS, dayOf } from '../local-time.ts'
import type { Store } from '../store/store.ts'
import { createSweep } from '../sweep.ts'

export interface NightlyOptions {
  store: Pick<Store, 'backups' | 'milestones' | 'prune'>
  retentionDays: number
  /** The household's, as an IANA name. */
  timeZone: string
  log: Pick<Logger, 'error' | 'info'>
  now?: () => number
  everyMs?: number
}

export type Nightly = ReturnType<typeof createNightly>

const HOUR_MS = 60 * 60_000
// Nobody texts then. A service that is started later than that does at once what it missed.
const HOUR = 3
const RETRY_MS = HOUR_MS

/** What is done once a night: a backup, and the end of what is older than the retention. */
export function createNightly(options: NightlyOptions) {
  const { store, retentionDays, timeZone, log, now = Date.now, everyMs = 60_000 } = options
  let lastBackupAt = store.backups.newestAt()
  let failedAt: number | undefined
  let prunedNight: string | undefined

  async function backUp(night: string, signal: AbortSignal): Promise<void> {
    if (store.backups.isThere(night)) return
    // Measured both ways, because the clock may be set back meanwhile.
    if (failedAt !== undefined && Math.abs(now() - failedAt) < RETRY_MS) return
    try {
      await store.backups.make(night, signal)
      lastBackupAt = now()
      failedAt = undefined
      log.info('backed up')
    } catch (err) {
      if (signal.aborted) return
      failedAt = now()
      log.error({ err }, 'the nightly backup failed and is tried again in an hour')
    }
  }

  async function prune(night: string, signal: AbortSignal): Promise<void> {
    if (prunedNight === night) return
    if (await wasLastNight()) await pruneAll(signal)
    await store.milestones.recordPruning()
    prunedNight = night
  }

  /**
   * A clock that has just jumped ahead makes texts of today look old, and the network, which goes by
   * its own, would have them taken up as missed. So the night after a jump nothing is deleted.
   */
  async function wasLastNight(): Promise<boolean> {
    const sinceThen = now() - ((await store.milestones.prunedAt()) ?? -Infinity)
    return sinceThen >= 0 && sinceThen <= 2 * DAY_MS
  }

  async function pruneAll(signal: AbortSignal): Promise<void> {
    const cutoff = now() - retentionDays * DAY_MS
    let cursor = PRUNE_START
    while (!signal.aborted) {
      const next = await store.prune(cursor, cutoff)
      if (!next) break
      cursor = next
    }
  }

  const sweep = createSweep(
    async (signal) => {
      const night = dayOf(now() - HOUR * HOUR_MS, timeZone)
      await backUp(night, signal)
      await prune(night, signal)
    },
    (err) => log.error({ err }, 'nightly work failed and is tried again'),
    everyMs,
  )

  return {
    start: () => sweep.start(),
    /** Resolves when what was going on has ended or was given up. */
    stop: () => sweep.stop(),
    /** `at` is the newest backup in epoch milliseconds, `hasFailed` tells of the last try. */
    lastBackup: () => ({ at: lastBackupAt, hasFailed: failedAt !== undefined }),
  }
}
