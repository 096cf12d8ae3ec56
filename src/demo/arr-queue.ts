import type { FastifyInstance } from 'fastify'
import { type ArrName, bluray1080p } from './quality-profiles.ts'

/** What is being downloaded; `queue` holds these, and may be changed. */
export interface Download {
  downloadId: string
  /** The release's name. */
  title: string
  sizeBytes: number
  leftBytes: number
  minutesLeft: number
  status: 'queued' | 'paused' | 'downloading' | 'completed' | 'failed' | 'warning'
}

interface QueueQuery {
  page?: string
  pageSize?: string
  [name: string]: string | undefined
}

/** What a record says of the title it is for. */
export type QueueTarget = Record<string, unknown>

/**
 * `GET /queue`, a page of ten by default: one record for each of the targets that `targetsOf` finds
 * for a download, with the size of all of it.
 */
export function addQueueRoute<T extends Download>(
  app: FastifyInstance,
  {
    service,
    queue,
    targetsOf,
    now,
  }: {
    service: ArrName
    queue: readonly T[]
    targetsOf: (download: T, query: QueueQuery) => readonly QueueTarget[]
    now: () => number
  },
): void {
  app.get<{ Querystring: QueueQuery }>('/api/v3/queue', async ({ query }) => {
    const page = Number(query.page ?? 1)
    const pageSize = Number(query.pageSize ?? 10)
    const records = queue
      .flatMap((download) =>
        targetsOf(download, query).map((target) => ({
          ...downloadBody(download, { service, now: now() }),
          ...target,
        })),
      )
      .map((record, index) => ({ id: index + 1, ...record }))

    return {
      page,
      pageSize,
      sortKey: 'timeleft',
      sortDirection: 'ascending',
      totalRecords: records.length,
      records: records.slice((page - 1) * pageSize, page * pageSize),
    }
  })
}

function downloadBody(download: Download, { service, now }: { service: ArrName; now: number }) {
  const { downloadId, title, sizeBytes, leftBytes, minutesLeft, status } = download
  return {
    languages: [{ id: 1, name: 'English' }],
    quality: bluray1080p(service),
    customFormats: [],
    customFormatScore: 0,
    size: sizeBytes,
    title,
    estimatedCompletionTime: new Date(now + minutesLeft * 60_000).toISOString(),
    added: new Date(now - 15 * 60_000).toISOString(),
    status,
    trackedDownloadStatus: 'ok',
    trackedDownloadState: 'downloading',
    statusMessages: [],
    downloadId,
    protocol: 'torrent',
    downloadClient: 'qBittorrent',
    downloadClientHasPostImportCategory: false,
    indexer: 'Indexer',
    outputPath: `/downloads/${title}`,
    sizeleft: leftBytes,
    timeleft: timeSpan(minutesLeft),
  }
}

// .NET's TimeSpan: days only where there are some.
function timeSpan(minutes: number): string {
  const days = Math.floor(minutes / 1440)
  const clock = [Math.floor(minutes / 60) % 24, Math.floor(minutes) % 60, 0]
  const time = clock.map((part) => String(part).padStart(2, '0')).join(':')
  return days > 0 ? `${days}.${time}` : time
}
