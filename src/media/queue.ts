import { z } from 'zod'
import type { ArrClient } from './arr-client.ts'
import type { DownloadState } from './download-state.ts'
import { EpisodeRecordSchema, MovieRecordSchema, type QueueRecord } from './queue-record.ts'
import { type MediaLog, tolerantList } from './tolerant-list.ts'

/** A release on its way: a film, or a season of a show or some episodes of it. */
export interface Download {
  /** The film's or the show's. */
  title: string
  /** 0 where nobody knows. */
  year: number
  /** TMDB for a film, TVDB for a show. */
  externalId: number
  /** The film's or the show's. */
  certification?: string | undefined
  season?: number | undefined
  /** Ascending. */
  episodes?: number[] | undefined
  state: DownloadState
  /** Whole, 0 to 100; 100 while files are still to be imported. */
  percent: number
  /** Absent where nobody can tell. */
  leftMs?: number | undefined
}

type KnownRecord = QueueRecord & { title: NonNullable<QueueRecord['title']> }

const PAGE_SIZE = 200

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

/** Sorts what is soonest first; what is only waiting has no time yet. */
export function soonness({ state, leftMs }: Download): number {
  return state === 'importing' ? 0 : (leftMs ?? Number.MAX_SAFE_INTEGER)
}
