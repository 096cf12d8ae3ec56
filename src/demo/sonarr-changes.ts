import type { FastifyInstance } from 'fastify'
import { findInvalid, findInvalidProfile, invalid } from './arr-system.ts'
import type { Show } from './shows.ts'
import { episodeBody, seriesBody } from './sonarr-bodies.ts'
import type { LibraryShow, SeasonFlag } from './sonarr-library.ts'
import { applyMonitor, applySeasonFlags, type Monitor } from './sonarr-monitoring.ts'
import type { SonarrState } from './sonarr-state.ts'

interface NewSeries {
  tvdbId: number
  title?: string
  qualityProfileId: number
  rootFolderPath: string
  monitored?: boolean
  monitorNewItems?: 'all' | 'none'
  seasonFolder?: boolean
  seasons?: SeasonFlag[]
  addOptions?: { monitor?: Monitor }
}

interface ChangedSeries {
  path?: string
  qualityProfileId: number
  monitored?: boolean
  monitorNewItems?: 'all' | 'none'
  seasonFolder?: boolean
  seasons?: SeasonFlag[]
}

interface MonitoredEpisodes {
  episodeIds: number[]
  monitored: boolean
}

export function addChangingRoutes(app: FastifyInstance, state: SonarrState): void {
  const { library, now } = state

  app.post<{ Body: NewSeries }>('/api/v3/series', async ({ body }, reply) => {
    const show = state.shows.find(({ tvdbId }) => tvdbId === body.tvdbId)
    const failure = validate(body, show, state)
    if (!show || failure) return reply.code(400).send([failure])
    return reply.code(201).send(add(show, body, state))
  })

  app.put<{ Params: { id: string }; Body: ChangedSeries }>(
    '/api/v3/series/:id',
    async ({ params, body }, reply) => {
      const entry = library.get(Number(params.id))
      if (!entry) return reply.code(404).send({ message: 'NotFound' })
      const failure = validateChange(body, state)
      if (failure) return reply.code(400).send([failure])

      change(entry, body)
      return reply.code(202).send(seriesBody(entry, now()))
    },
  )

  app.put<{ Body: MonitoredEpisodes }>('/api/v3/episode/monitor', async ({ body }, reply) => {
    const { episodeIds, monitored } = body
    const changed = [...library.values()].flatMap((entry) =>
      entry.episodes
        .filter(({ id }) => episodeIds.includes(id))
        .map((episode) => episodeBody(entry, Object.assign(episode, { monitored }))),
    )
    return reply.code(202).send(changed)
  })

  app.delete<{ Params: { id: string } }>('/api/v3/series/:id', async ({ params }, reply) => {
    const wasThere = library.delete(Number(params.id))
    if (wasThere) return reply.send({})
    return reply
      .code(500)
      .send({ message: 'Expected query to return 1 rows but returned 0', description: '' })
  })
}

/** The answer of an add knows neither episodes nor what is refreshed and monitored after it. */
function add(show: Show, body: NewSeries, state: SonarrState) {
  const { qualityProfileId, rootFolderPath, monitored = false, seasonFolder = false } = body
  const { monitorNewItems = 'all', seasons = [], addOptions } = body
  const entry = state.put(show, {
    qualityProfileId,
    rootFolderPath,
    monitored,
    monitorNewItems,
    seasonFolder,
    seasons,
    added: new Date(state.now()).toISOString(),
  })
  const answer = seriesBody({ ...entry, seasons, episodes: [] }, state.now())
  if (addOptions?.monitor) applyMonitor(entry, addOptions.monitor, state.now())
  return answer
}

// A PUT replaces all that it may change: what is left out becomes what an empty field means.
function change(entry: LibraryShow, body: ChangedSeries): void {
  const { monitored = false, monitorNewItems = 'all', seasonFolder = false, seasons = [] } = body
  applySeasonFlags(entry, seasons)
  const { qualityProfileId } = body
  Object.assign(entry, { monitored, monitorNewItems, seasonFolder, qualityProfileId })
}

function validate(body: NewSeries, show: Show | undefined, state: SonarrState) {
  const { tvdbId, title } = body
  const failure = findInvalid(body, state)
  if (failure) return failure
  if (!title) return invalid('Title', title, "'Title' must not be empty.", 'NotEmptyValidator')
  if (state.find(tvdbId)) {
    return invalid('TvdbId', tvdbId, 'This series has already been added', 'SeriesExistsValidator')
  }
  return show ? undefined : invalid('TvdbId', tvdbId, 'A series with this ID was not found')
}

function validateChange({ path, qualityProfileId }: ChangedSeries, state: SonarrState) {
  if (!path) return invalid('Path', path, "'Path' must not be empty.", 'NotEmptyValidator')
  return findInvalidProfile(qualityProfileId, state.qualityProfiles)
}
