import type { FastifyInstance } from 'fastify'
import { type Film, FILMS } from './films.ts'
import { defaultProfiles } from './quality-profiles.ts'
import { type LibraryFilm, lookupBody, movieBody } from './radarr-bodies.ts'
import { startSimulatedArr } from './simulated-arr.ts'
import { searchTitles } from './title-search.ts'

export type SimulatedRadarr = Awaited<ReturnType<typeof startSimulatedRadarr>>

type RadarrState = ReturnType<typeof createState>

interface NewMovie {
  tmdbId: number
  qualityProfileId: number
  rootFolderPath: string
  monitored?: boolean
}

const BYTES_PER_GIGABYTE = 1e9
const IN_USE = { qualityProfileId: 4, rootFolderPath: '/movies' }

/**
 * A Radarr for the demo and for tests, on the loopback address: the routes Usherr calls, with the
 * status codes and bodies of the real one. `library`, `qualityProfiles` and `rootFolders` are what
 * it holds right now and may be changed.
 */
export async function startSimulatedRadarr({
  port = 0,
  films = FILMS,
  apiKey = 'simulated-radarr-key',
}: { port?: number; films?: readonly Film[]; apiKey?: string } = {}) {
  const state = createState(films)
  const service = await startSimulatedArr({
    port,
    apiKey,
    routes(app) {
      addReadingRoutes(app, state)
      addChangingRoutes(app, state)
      addSystemRoutes(app)
    },
  })
  return Object.assign(service, state)
}

function createState(films: readonly Film[]) {
  const library = new Map<number, LibraryFilm>()
  let lastId = 0

  const state = {
    films,
    library,
    qualityProfiles: defaultProfiles(),
    rootFolders: [
      { id: 1, path: '/movies', accessible: true, freeSpace: 2_000 * BYTES_PER_GIGABYTE },
    ],

    find(tmdbId: number): LibraryFilm | undefined {
      return [...library.values()].find(({ film }) => film.tmdbId === tmdbId)
    },

    put(film: Film, settings: Partial<LibraryFilm> = {}): LibraryFilm {
      const entry: LibraryFilm = {
        id: ++lastId,
        film,
        monitored: true,
        sizeBytes: 0,
        ...IN_USE,
        added: '2026-01-15T20:00:00Z',
        ...settings,
      }
      library.set(entry.id, entry)
      return entry
    },
  }

  for (const film of films) {
    const { gigabytes } = film
    if (gigabytes !== undefined) state.put(film, { sizeBytes: gigabytes * BYTES_PER_GIGABYTE })
  }
  return state
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

  app.get('/api/v3/qualityprofile', async () => state.qualityProfiles)
  app.get('/api/v3/rootfolder', async () => state.rootFolders)
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
    const added = new Date().toISOString()
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
  const { tmdbId, qualityProfileId, rootFolderPath } = body
  if (!state.qualityProfiles.some((profile) => profile.id === qualityProfileId)) {
    const message = 'Quality Profile does not exist'
    return invalid('QualityProfileId', qualityProfileId, message, 'QualityProfileExistsValidator')
  }
  if (!state.rootFolders.some((folder) => folder.path === rootFolderPath)) {
    const message = 'Root folder does not exist'
    return invalid('RootFolderPath', rootFolderPath, message, 'RootFolderExistsValidator')
  }
  if (state.find(tmdbId)) {
    return invalid('TmdbId', tmdbId, 'This movie has already been added', 'MovieExistsValidator')
  }
  return film ? undefined : invalid('TmdbId', tmdbId, 'A movie with this ID was not found')
}

function invalid(
  propertyName: string,
  attemptedValue: unknown,
  errorMessage: string,
  errorCode?: string,
) {
  return { propertyName, errorMessage, attemptedValue, severity: 'error', errorCode }
}

function addSystemRoutes(app: FastifyInstance): void {
  let lastCommandId = 0

  app.post<{ Body: { name: string } }>('/api/v3/command', async ({ body }, reply) => {
    return reply.code(201).send({
      id: ++lastCommandId,
      name: body.name,
      commandName: body.name,
      priority: 'normal',
      status: 'queued',
      result: 'unknown',
      queued: new Date().toISOString(),
      trigger: 'manual',
      sendUpdatesToClient: true,
      updateScheduledTask: true,
    })
  })

  app.get('/api/v3/system/status', async () => ({
    appName: 'Radarr',
    instanceName: 'Radarr',
    version: '6.0.4.10291',
    isProduction: true,
    branch: 'master',
    urlBase: '',
  }))

  app.get<{ Querystring: { page?: string; pageSize?: string } }>(
    '/api/v3/queue',
    async ({ query }) => ({
      page: Number(query.page ?? 1),
      pageSize: Number(query.pageSize ?? 10),
      sortKey: 'timeleft',
      sortDirection: 'ascending',
      totalRecords: 0,
      records: [],
    }),
  )

  app.get('/api/v3/health', async () => [])
}
