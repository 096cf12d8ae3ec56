import type { FastifyInstance } from 'fastify'
import { type CalendarQuery, createWindow } from './arr-calendar.ts'
import { addQueueRoute } from './arr-queue.ts'
import { addSystemRoutes, findInvalid, invalid } from './arr-system.ts'
import { type Film, FILMS } from './films.ts'
import { lookupBody, movieBody } from './radarr-bodies.ts'
import { addHistoryRoutes } from './radarr-history-routes.ts'
import { addReleaseRoutes } from './radarr-releases.ts'
import { createRadarrState, type RadarrState } from './radarr-state.ts'
import { startSimulatedArr } from './simulated-arr.ts'
import { searchTitles } from './title-search.ts'

export type SimulatedRadarr = Awaited<ReturnType<typeof startSimulatedRadarr>>

interface NewMovie {
  tmdbId: number
  qualityProfileId: number
  rootFolderPath: string
  monitored?: boolean
}

/**
 * A Radarr for the demo and for tests, on the loopback address: the routes Usherr calls, with the
 * status codes and bodies of the real one. `library`, `queue`, `releases`, `history`,
 * `qualityProfiles`, `qualityDefinitions` and `rootFolders` are what it holds right now and may be
 * changed.
 */
export async function startSimulatedRadarr({
  port = 0,
  films = FILMS,
  apiKey = 'simulated-radarr-key',
  now = Date.now,
}: { port?: number; films?: readonly Film[]; apiKey?: string; now?: () => number } = {}) {
  const state = createRadarrState(films, now)
  const service = await startSimulatedArr({
    port,
    apiKey,
    routes(app) {
      addReadingRoutes(app, state)
      addChangingRoutes(app, state)
      addRadarrQueue(app, state)
      addReleaseRoutes(app, state)
      addHistoryRoutes(app, state)
      addSystemRoutes(app, { appName: 'Radarr', version: '6.0.4.10291', ...state })
    },
  })
  return Object.assign(service, state)
}

function addReadingRoutes(app: FastifyInstance, state: RadarrState): void {
  app.get<{ Querystring: { tmdbId?: string } }>('/api/v3/movie', async ({ query }) => {
    const movies = [...state.library.values()]
    const { tmdbId } = query
    return movies
      .filter(({ film }) => tmdbId === undefined || film.tmdbId === Number(tmdbId))
      .map(movieBody)
  })

  app.get<{ Params: { id: string } }>('/api/v3/movie/:id', async ({ params }, reply) => {
    const entry = state.library.get(Number(params.id))
    return entry ? movieBody(entry) : reply.code(404).send({ message: 'NotFound' })
  })

  app.get<{ Querystring: { term?: string } }>('/api/v3/movie/lookup', async ({ query }) => {
    const found = lookUp(query.term ?? '', state.films)
    return found.map((film) => lookupBody(film, state.find(film.tmdbId)))
  })

  app.get<{ Querystring: CalendarQuery }>('/api/v3/calendar', async ({ query }) => {
    const isAskedFor = createWindow(query, state.now())
    const isAnyAskedFor = query.unmonitored === 'true'
    return [...state.library.values()]
      .filter(({ monitored }) => isAnyAskedFor || monitored)
      .filter(({ film: { inCinemas, digitalRelease } }) =>
        [inCinemas, digitalRelease].some((date) => date && isAskedFor(new Date(date))),
      )
      .map(movieBody)
  })
}

function addRadarrQueue(app: FastifyInstance, { queue, library, now }: RadarrState): void {
  addQueueRoute(app, {
    service: 'radarr',
    queue,
    now,
    targetsOf({ movieId = 0 }, query) {
      const entry = library.get(movieId)
      if (!entry) return query['includeUnknownMovieItems'] === 'true' ? [{}] : []
      return [{ movieId, ...(query['includeMovie'] === 'true' && { movie: movieBody(entry) }) }]
    },
  })
}

function lookUp(term: string, films: readonly Film[]): Film[] {
  const id = /^tmdb(?:id)?:\s*(\d+)$/i.exec(term.trim())?.[1]
  return id ? films.filter((film) => film.tmdbId === Number(id)) : searchTitles(term, films)
}

function addChangingRoutes(app: FastifyInstance, state: RadarrState): void {
  app.post<{ Body: NewMovie }>('/api/v3/movie', async ({ body }, reply) => {
    const film = state.films.find(({ tmdbId }) => tmdbId === body.tmdbId)
    const failure = validate(body, film, state)
    if (!film || failure) return reply.code(400).send([failure])

    const { qualityProfileId, rootFolderPath, monitored = false } = body
    const added = new Date(state.now()).toISOString()
    const entry = state.put(film, { qualityProfileId, rootFolderPath, monitored, added })
    return reply.code(201).send(movieBody(entry))
  })

  app.put<{ Body: { movieIds: number[]; monitored?: boolean } }>(
    '/api/v3/movie/editor',
    async ({ body }, reply) => {
      const entries = body.movieIds.map((id) => state.library.get(id)).filter((entry) => !!entry)
      if (entries.length < body.movieIds.length) {
        return reply.code(500).send({ message: 'Expected query to return more rows' })
      }
      for (const entry of entries) entry.monitored = body.monitored ?? entry.monitored
      return reply.code(202).send(entries.map(movieBody))
    },
  )

  app.delete<{ Params: { id: string } }>('/api/v3/movie/:id', async ({ params }, reply) => {
    const { id } = params
    if (state.library.delete(Number(id))) return reply.code(200).send()
    return reply.code(404).send({ message: `Movie with ID ${id} does not exist` })
  })
}

function validate(body: NewMovie, film: Film | undefined, state: RadarrState) {
  const { tmdbId } = body
  const failure = findInvalid(body, state)
  if (failure) return failure
  if (state.find(tmdbId)) {
    return invalid('TmdbId', tmdbId, 'This movie has already been added', 'MovieExistsValidator')
  }
  return film ? undefined : invalid('TmdbId', tmdbId, 'A movie with this ID was not found')
}
