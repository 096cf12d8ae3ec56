import type { FastifyInstance } from 'fastify'
import { type CalendarQuery, createWindow } from './arr-calendar.ts'
import type { Show } from './shows.ts'
import { episodeBody, lookupBody, seriesBody } from './sonarr-bodies.ts'
import type { SonarrState } from './sonarr-state.ts'
import { searchTitles } from './title-search.ts'

export function addReadingRoutes(app: FastifyInstance, state: SonarrState): void {
  const { library, now } = state

  app.get<{ Querystring: { tvdbId?: string } }>('/api/v3/series', async ({ query }) => {
    const { tvdbId } = query
    return [...library.values()]
      .filter(({ show }) => tvdbId === undefined || show.tvdbId === Number(tvdbId))
      .map((entry) => seriesBody(entry, now()))
  })

  app.get<{ Params: { id: string } }>('/api/v3/series/:id', async ({ params }, reply) => {
    const entry = library.get(Number(params.id))
    return entry ? seriesBody(entry, now()) : reply.code(404).send({ message: 'NotFound' })
  })

  app.get<{ Querystring: { term?: string } }>('/api/v3/series/lookup', async ({ query }) => {
    const found = lookUp(query.term ?? '', state.shows)
    return found.map((show) => lookupBody(show, state.find(show.tvdbId)))
  })

  app.get<{ Querystring: { seriesId?: string; seasonNumber?: string } }>(
    '/api/v3/episode',
    async ({ query }, reply) => {
      const { seriesId, seasonNumber } = query
      if (seriesId === undefined) {
        return reply.code(400).send({ message: 'seriesId or episodeIds must be provided' })
      }
      const entry = library.get(Number(seriesId))
      if (!entry) return []
      return entry.episodes
        .filter(
          (episode) => seasonNumber === undefined || episode.seasonNumber === Number(seasonNumber),
        )
        .map((episode) => episodeBody(entry, episode))
    },
  )

  app.get<{ Querystring: CalendarQuery }>('/api/v3/calendar', async ({ query }) =>
    calendar(query, state),
  )
}

function lookUp(term: string, shows: readonly Show[]): Show[] {
  const id = /^tvdb(?:id)?:\s*(\d+)$/i.exec(term.trim())?.[1]
  return id ? shows.filter((show) => show.tvdbId === Number(id)) : searchTitles(term, shows)
}

/** Soonest first. */
function calendar(query: CalendarQuery, { library, now }: SonarrState) {
  const isAskedFor = createWindow(query, now())
  const isAnyAskedFor = query.unmonitored === 'true'
  return [...library.values()]
    .flatMap((entry) => entry.episodes.map((episode) => ({ entry, episode })))
    .filter(({ episode }) => isAskedFor(episode.airsAt))
    .filter(({ entry, episode }) => isAnyAskedFor || (entry.monitored && episode.monitored))
    .toSorted((a, b) => a.episode.airsAt.getTime() - b.episode.airsAt.getTime())
    .map(({ entry, episode }) => ({
      ...episodeBody(entry, episode),
      ...(query.includeSeries === 'true' && { series: seriesBody(entry, now()) }),
    }))
}
