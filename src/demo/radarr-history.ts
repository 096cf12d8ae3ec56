import type { FastifyInstance } from 'fastify'
import { bluray1080p } from './quality-profiles.ts'
import type { LibraryFilm } from './radarr-bodies.ts'
import type { RadarrState } from './simulated-radarr.ts'

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

export function addHistoryRoutes(app: FastifyInstance, state: RadarrState): void {
  app.get<{ Querystring: { movieId?: string; eventType?: string } }>(
    '/api/v3/history/movie',
    async ({ query }) =>
      state.history
        .filter(({ movieId }) => movieId === Number(query.movieId))
        .filter(({ eventType }) => !query.eventType || eventType === query.eventType)
        .map(historyBody)
        .toReversed(),
  )

  app.post<{ Params: { id: string } }>('/api/v3/history/failed/:id', async ({ params }, reply) => {
    const grabbed = state.history.find(({ id }) => id === Number(params.id))
    if (!grabbed) return reply.code(404).send({ message: 'NotFound' })
    const { movieId, sourceTitle, downloadId } = grabbed
    const date = new Date(state.now()).toISOString()
    const of = { movieId, sourceTitle, downloadId, date }
    state.record({ ...of, eventType: 'downloadFailed', data: { message: 'Manually marked' } })
    return {}
  })

  app.delete<{ Params: { id: string } }>('/api/v3/moviefile/:id', async ({ params }, reply) => {
    const fileId = Number(params.id)
    const entry = [...state.library.values()].find(
      (film) => film.fileId === fileId && film.sizeBytes > 0,
    )
    if (!entry) return reply.code(404).send({ message: 'NotFound' })
    entry.sizeBytes = 0
    return reply.code(200).send()
  })
}

function historyBody(event: HistoryRecord) {
  return {
    ...event,
    languages: [{ id: 1, name: 'English' }],
    quality: bluray1080p('radarr'),
    customFormats: [],
    customFormatScore: 0,
    qualityCutoffNotMet: false,
  }
}
