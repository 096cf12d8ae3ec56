import type { FastifyInstance } from 'fastify'
import { bluray1080p } from './quality-profiles.ts'
import type { HistoryRecord } from './radarr-history.ts'
import type { RadarrState } from './radarr-state.ts'

/** What was grabbed and imported, a grab that failed, and a file that goes. */
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
