import { existsSync } from 'node:fs'
import { backupPath, dropUnfinished, newestBackupAt, pruneBackups } from '../db/backup-files.ts'
import { copyDatabaseAside } from '../db/backup.ts'

/** The backups that lie beside the database at `path`. */
export function createBackupStore(path: string) {
  return {
    /** Epoch milliseconds; undefined where there is none. */
    newestAt: (): number | undefined => newestBackupAt(path),

    /** Whether there is one of the night that began on `day`, `2026-11-20`. */
    isThere: (day: string): boolean => existsSync(backupPath(path, 'night', day)),

    /** Makes one while the service goes on, and deletes those that it makes too old. */
    make: async (day: string, signal: AbortSignal): Promise<void> => {
      const target = backupPath(path, 'night', day)
      dropUnfinished(path)
      await copyDatabaseAside(path, target, signal)
      pruneBackups(path, target)
    },
  }
}
