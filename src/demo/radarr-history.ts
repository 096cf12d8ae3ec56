import type { LibraryFilm } from './radarr-bodies.ts'

export interface HistoryRecord {
  id: number
  movieId: number
  /** The release's name. */
  sourceTitle: string
  downloadId: string
  eventType: 'grabbed' | 'downloadFolderImported' | 'downloadFailed' | 'movieFileDeleted'
  /** ISO 8601. */
  date: string
  data: Record<string, string>
}

type Event = Omit<HistoryRecord, 'id'>

const HOUR_MS = 3_600_000

/** What happened to films, oldest first. */
export function createRadarrHistory(now: () => number) {
  const history: HistoryRecord[] = []
  const record = (event: Event) => history.push({ id: history.length + 1, ...event })

  return {
    history,
    record,

    /** How a film that is here from the beginning came to be here. */
    recordImport({ id: movieId, fileId, film, added }: LibraryFilm): void {
      const sourceTitle = `${film.title.replaceAll(/[^\p{L}\p{N}]+/gu, '.')}.${film.year}.1080p.BluRay.x264`
      const of = { movieId, sourceTitle, downloadId: `D${movieId}` }
      const grabbedAt = new Date(Date.parse(added) - HOUR_MS).toISOString()
      record({ ...of, eventType: 'grabbed', date: grabbedAt, data: { guid: sourceTitle } })
      const imported = { eventType: 'downloadFolderImported' as const, date: added }
      record({ ...of, ...imported, data: { fileId: String(fileId) } })
    },

    /** A release is sent to the download client; returns its id there. */
    grab(movieId: number, { guid, title }: { guid: string; title: string }): string {
      const downloadId = `G${history.length + 1}`
      const date = new Date(now()).toISOString()
      const of = { movieId, sourceTitle: title, downloadId, date }
      record({ ...of, eventType: 'grabbed', data: { guid } })
      return downloadId
    },
  }
}
