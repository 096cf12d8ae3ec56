import { z } from 'zod'
import type { ArrClient } from './arr-client.ts'
import type { Movie } from './movie.ts'
import { type MediaLog, tolerantList } from './tolerant-list.ts'

/** A release that was sent to a download client. */
export interface Grab {
  /** Of its record in the history. */
  id: number
  /** Which release it was, where the history tells. */
  guid: string | undefined
  /** Epoch milliseconds. */
  atMs: number
  /** The file that came of it, where the history tells. */
  fileId: number | undefined
  /** It was marked as failed since, which blocks the release. */
  hasFailed: boolean
}

const HistoryRow = z.object({
  id: z.number(),
  eventType: z.string(),
  date: z.iso.datetime({ offset: true }).transform((date) => Date.parse(date)),
  downloadId: z.string().nullish(),
  data: z.record(z.string(), z.string().nullable()).nullish().catch(undefined),
})

type HistoryRow = z.infer<typeof HistoryRow>

/** What was ever grabbed of a film, newest first. */
export async function readGrabs(
  arr: ArrClient,
  { movieId, log }: { movieId: number; log: MediaLog | undefined },
): Promise<Grab[]> {
  const Rows = tolerantList(HistoryRow, { what: 'history record', log })
  const rows = await arr.get('/history/movie', Rows, { movieId })
  return rows
    .filter(({ eventType }) => eventType === 'grabbed')
    .map((grab) => {
      const { id, date: atMs, data } = grab
      const fileId = Number(laterEvent(rows, grab, 'downloadFolderImported')?.data?.['fileId'])
      return {
        id,
        guid: data?.['guid'] ?? undefined,
        atMs,
        fileId: fileId || undefined,
        hasFailed: laterEvent(rows, grab, 'downloadFailed') !== undefined,
      }
    })
    .toSorted((a, b) => b.atMs - a.atMs)
}

function laterEvent(
  rows: readonly HistoryRow[],
  { downloadId, date }: HistoryRow,
  type: string,
): HistoryRow | undefined {
  if (!downloadId) return undefined
  return rows.find(
    (row) => row.eventType === type && row.downloadId === downloadId && row.date >= date,
  )
}

/** The grab that the film's file came of; undefined where it was put there in another way. */
export function grabOfFile(
  grabs: readonly Grab[],
  { fileId, addedAt }: Pick<Movie, 'fileId' | 'addedAt'>,
): Grab | undefined {
  const known = grabs.find((grab) => grab.fileId !== undefined && grab.fileId === fileId)
  if (known) return known
  // Older histories do not say which file came of a grab; what came later is another copy.
  const addedAtMs = Date.parse(addedAt ?? '')
  return grabs.find(
    (grab) => grab.fileId === undefined && !grab.hasFailed && grab.atMs <= addedAtMs,
  )
}
