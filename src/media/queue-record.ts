import { z } from 'zod'
import { CertificationSchema } from './certification.ts'
import { TitleSchema } from './clean-title.ts'
import { type DownloadState, DownloadStatusRow, downloadStateOf } from './download-state.ts'
import { parseTimeSpan } from './time-span.ts'
import { YearSchema } from './year.ts'

interface DownloadTitle {
  externalId: number
  title: string
  year: number
  certification: string | undefined
}

/** One record of the queue, which is one film or one episode of a release. */
export interface QueueRecord {
  /** Which release it belongs to. */
  release: string
  /** Undefined where the service does not know what the release is of. */
  title: DownloadTitle | undefined
  season?: number | undefined
  episode?: number | undefined
  state: DownloadState
  percent: number
  leftMs?: number | undefined
}

// More is no size and no time but a number that went wrong.
const MOST_BYTES = 1e15
const LONGEST_MS = 60 * 24 * 60 * 60_000

const TitleRow = z.object({
  title: TitleSchema,
  year: YearSchema,
  certification: CertificationSchema,
})

const ReleaseRow = DownloadStatusRow.extend({
  id: z.number(),
  downloadId: z.string().nullish(),
  /** The name of the release. */
  title: z.string().nullish(),
  size: z.number().min(0).max(MOST_BYTES).nullish(),
  sizeleft: z.number().nullish(),
  timeleft: z.string().nullish(),
})

export const MovieRecordSchema: z.ZodType<QueueRecord> = ReleaseRow.extend({
  movie: TitleRow.extend({ tmdbId: z.number() }).nullish(),
}).transform(({ movie, ...row }) => ({
  ...progressOf(row),
  title: movie ? titleOf(movie.tmdbId, movie) : undefined,
}))

export const EpisodeRecordSchema: z.ZodType<QueueRecord> = ReleaseRow.extend({
  series: TitleRow.extend({ tvdbId: z.number() }).nullish(),
  seasonNumber: z.int().min(0).max(9999).nullish(),
  episode: z
    .object({
      seasonNumber: z.int().min(0).max(9999).nullish(),
      episodeNumber: z.int().min(0).max(99_999).nullish(),
    })
    .nullish(),
}).transform(({ series, seasonNumber, episode, ...row }) => ({
  ...progressOf(row),
  title: series ? titleOf(series.tvdbId, series) : undefined,
  season: seasonNumber ?? episode?.seasonNumber ?? undefined,
  episode: episode?.episodeNumber ?? undefined,
}))

function titleOf(externalId: number, row: z.infer<typeof TitleRow>): DownloadTitle {
  const { title, year, certification } = row
  return { externalId, title, year, certification }
}

function progressOf(row: z.infer<typeof ReleaseRow>) {
  const state = downloadStateOf(row)
  // What waits for a delay profile has no download yet; its records share the release's name.
  const release = row.downloadId || row.title || `record ${row.id}`
  // Clients go on naming a time for what has stopped.
  const isMoving = state === 'downloading' || state === 'queued'
  const spoken = isMoving && row.timeleft ? parseTimeSpan(row.timeleft) : undefined
  const leftMs = spoken !== undefined && spoken < LONGEST_MS ? spoken : undefined
  return { release, state, percent: state === 'importing' ? 100 : percentOf(row), leftMs }
}

// Never 100 before the last byte.
function percentOf({ size, sizeleft }: z.infer<typeof ReleaseRow>): number {
  if (!size) return 0
  const done = Math.min(Math.max(size - (sizeleft ?? size), 0), size)
  return Math.floor((done * 100) / size)
}
