import { z } from 'zod'
import type { ArrClient } from './arr-client.ts'
import { cleanTitle } from './clean-title.ts'
import { type DownloadState, DownloadStatusRow, downloadStateOf } from './download-state.ts'
import { parseTimeSpan } from './time-span.ts'
import { type MediaLog, tolerantList } from './tolerant-list.ts'

/** A release on its way: a film, or a season of a show or some episodes of it. */
export interface Download {
  /** The film's or the show's. */
  title: string
  /** 0 where nobody knows. */
  year: number
  /** TMDB for a film, TVDB for a show. */
  externalId: number
  season?: number | undefined
  /** Ascending. */
  episodes?: number[] | undefined
  state: DownloadState
  /** Whole, 0 to 100; 100 while files are still to be imported. */
  percent: number
  /** Absent where nobody can tell. */
  leftMs?: number | undefined
}

/** One record of the queue, which is one film or one episode of a release. */
interface QueueRecord {
  /** Which release it belongs to. */
  release: string
  /** Undefined where the service does not know what the release is of. */
  title: { externalId: number; title: string; year: number } | undefined
  season?: number | undefined
  episode?: number | undefined
  state: DownloadState
  percent: number
  leftMs?: number | undefined
}

type KnownRecord = QueueRecord & { title: NonNullable<QueueRecord['title']> }

const PAGE_SIZE = 200

const TitleRow = z.object({
  title: z.string().transform(cleanTitle).pipe(z.string().min(1)),
  year: z.number().nullish(),
})

const ReleaseRow = DownloadStatusRow.extend({
  id: z.number(),
  downloadId: z.string().nullish(),
  /** The name of the release. */
  title: z.string().nullish(),
  size: z.number().nullish(),
  sizeleft: z.number().nullish(),
  timeleft: z.string().nullish(),
})

const MovieRecordSchema: z.ZodType<QueueRecord> = ReleaseRow.extend({
  movie: TitleRow.extend({ tmdbId: z.number() }).nullish(),
}).transform(({ movie, ...row }) => ({
  ...progressOf(row),
  title: movie
    ? { externalId: movie.tmdbId, title: movie.title, year: movie.year ?? 0 }
    : undefined,
}))

const EpisodeRecordSchema: z.ZodType<QueueRecord> = ReleaseRow.extend({
  series: TitleRow.extend({ tvdbId: z.number() }).nullish(),
  seasonNumber: z.number().nullish(),
  episode: z
    .object({ seasonNumber: z.number().nullish(), episodeNumber: z.number().nullish() })
    .nullish(),
}).transform(({ series, seasonNumber, episode, ...row }) => ({
  ...progressOf(row),
  title: series
    ? { externalId: series.tvdbId, title: series.title, year: series.year ?? 0 }
    : undefined,
  season: seasonNumber ?? episode?.seasonNumber ?? undefined,
  episode: episode?.episodeNumber ?? undefined,
}))

function progressOf(row: z.infer<typeof ReleaseRow>) {
  const state = downloadStateOf(row)
  // What waits for a delay profile has no download yet; its records share the release's name.
  const release = row.downloadId || row.title || `record ${row.id}`
  // Clients go on naming a time for what has stopped.
  const isMoving = state === 'downloading' || state === 'queued'
  const leftMs = isMoving && row.timeleft ? parseTimeSpan(row.timeleft) : undefined
  return { release, state, percent: state === 'importing' ? 100 : percentOf(row), leftMs }
}

// Never 100 before the last byte.
function percentOf({ size, sizeleft }: z.infer<typeof ReleaseRow>): number {
  if (!size) return 0
  const share = (size - (sizeleft ?? size)) / size
  return Math.floor(Math.min(Math.max(share, 0), 1) * 100)
}

/** Films on their way, soonest first. */
export async function readMovieQueue(
  arr: ArrClient,
  log: MediaLog | undefined,
): Promise<Download[]> {
  const records = tolerantList(MovieRecordSchema, { what: 'download', log })
  return toDownloads(await readPages(arr, records, { includeMovie: true }))
}

/** Shows on their way, soonest first; a release of several seasons is one entry for each. */
export async function readSeriesQueue(
  arr: ArrClient,
  log: MediaLog | undefined,
): Promise<Download[]> {
  const records = tolerantList(EpisodeRecordSchema, { what: 'download', log })
  const query = { includeSeries: true, includeEpisode: true }
  return toDownloads(await readPages(arr, records, query))
}

async function readPages(
  arr: ArrClient,
  records: z.ZodType<QueueRecord[]>,
  query: Record<string, boolean>,
): Promise<QueueRecord[]> {
  const Page = z.object({ totalRecords: z.number(), records })
  const found: QueueRecord[] = []

  for (let page = 1; ; page += 1) {
    const answer = await arr.get('/queue', Page, { page, pageSize: PAGE_SIZE, ...query })
    found.push(...answer.records)
    if (answer.records.length === 0 || page * PAGE_SIZE >= answer.totalRecords) return found
  }
}

function toDownloads(records: readonly QueueRecord[]): Download[] {
  const releases = new Map<string, KnownRecord[]>()
  for (const { title, ...record } of records) {
    if (!title) continue
    const key = JSON.stringify([record.release, title.externalId, record.season])
    releases.set(key, [...(releases.get(key) ?? []), { ...record, title }])
  }
  return [...releases.values()]
    .flatMap((release) => toDownload(release))
    .toSorted((a, b) => soonness(a) - soonness(b))
}

// The records of one release repeat its size, its progress and its state.
function toDownload(release: readonly KnownRecord[]): Download[] {
  const [first] = release
  if (!first) return []
  const episodes = release.flatMap(({ episode }) => (episode === undefined ? [] : [episode]))
  return [
    {
      ...first.title,
      season: first.season,
      episodes: first.season === undefined ? undefined : toAscending(episodes),
      state: first.state,
      percent: first.percent,
      leftMs: first.leftMs,
    },
  ]
}

function toAscending(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].toSorted((a, b) => a - b)
}

function soonness({ state, leftMs }: Download): number {
  return state === 'importing' ? 0 : (leftMs ?? Number.MAX_SAFE_INTEGER)
}
