import type { FastifyInstance } from 'fastify'
import { addQueueRoute } from './arr-queue.ts'
import { episodeBody, seriesBody } from './sonarr-bodies.ts'
import type { SonarrState } from './sonarr-state.ts'

export function addSonarrQueue(app: FastifyInstance, state: SonarrState): void {
  const { queue, library, now } = state
  addQueueRoute(app, {
    service: 'sonarr',
    queue,
    now,
    targetsOf({ seriesId = 0, episodeIds }, query) {
      const entry = library.get(seriesId)
      if (!entry) return query['includeUnknownSeriesItems'] === 'true' ? [{}] : []

      const episodes = entry.episodes.filter(({ id }) => episodeIds.includes(id))
      return episodes.map((episode) => ({
        seriesId,
        episodeId: episode.id,
        seasonNumber: episode.seasonNumber,
        episodeHasFile: episode.sizeBytes > 0,
        ...(query['includeSeries'] === 'true' && { series: seriesBody(entry, now()) }),
        ...(query['includeEpisode'] === 'true' && { episode: episodeBody(entry, episode) }),
      }))
    },
  })
}
