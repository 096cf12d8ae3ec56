import type { DatabaseState } from '../../db/inspect.ts'
import { type Finding, findingsOn } from '../finding.ts'

const { good, wrong } = findingsOn('Database')

export function checkDatabase(state: DatabaseState): Finding {
  switch (state.type) {
    case 'new':
      return good('will be made at the first start')
    case 'usable':
      return good(
        state.pendingMigrations > 0 ? 'sound, and brought up to date at the next start' : 'sound',
      )
    case 'newer':
      return wrong(
        'was used by a newer Usherr than this one',
        'Install that version again, or restore a backup from before it.',
      )
    case 'damaged':
      return wrong('is damaged, or no database', 'Stop the service and restore a backup.')
    case 'unusable':
      return wrong(
        `${state.path} cannot be used: ${state.reason}`,
        'Set DATABASE_PATH to a file in a folder that this user may write to.',
      )
  }
}
