import { z } from 'zod'

export type DownloadState = 'downloading' | 'queued' | 'paused' | 'importing' | 'stuck'

export const DownloadStatusRow = z.object({
  /** What the download client says. */
  status: z.string().nullish(),
  /** What Radarr or Sonarr makes of it: `ok`, `warning`, `error`. */
  trackedDownloadStatus: z.string().nullish(),
  trackedDownloadState: z.string().nullish(),
})

const TROUBLE = new Set(['warning', 'error'])
const STUCK_STATES = new Set(['importBlocked', 'failedPending', 'failed'])
const STUCK_STATUSES = new Set(['failed', 'warning', 'downloadClientUnavailable'])
const IMPORTING_STATES = new Set(['importPending', 'importing', 'imported'])

/** `stuck` is what does not go on by itself: somebody has to look, or a service has to come back. */
export function downloadStateOf(row: z.infer<typeof DownloadStatusRow>): DownloadState {
  const { status, trackedDownloadStatus, trackedDownloadState } = row
  const state = trackedDownloadState ?? ''

  if (TROUBLE.has(trackedDownloadStatus ?? '') || STUCK_STATES.has(state)) return 'stuck'
  if (STUCK_STATUSES.has(status ?? '')) return 'stuck'
  if (IMPORTING_STATES.has(state) || status === 'completed') return 'importing'
  if (status === 'downloading' || status === 'paused') return status
  return 'queued'
}
