import type { FastifyInstance } from 'fastify'
import type { RadarrState } from './radarr-state.ts'
import type { Release } from './releases.ts'

interface ReleaseQuery {
  movieId?: string
}

interface GrabBody {
  guid: string
  indexerId: number
}

const INDEXER_ID = 1
const KEPT_FOR_MS = 30 * 60_000

/** The live search, and taking what it found, which Radarr remembers for half an hour. */
export function addReleaseRoutes(app: FastifyInstance, state: RadarrState): void {
  const found = new Map<string, { release: Release; movieId: number; at: number }>()

  app.get<{ Querystring: ReleaseQuery }>('/api/v3/release', async ({ query }) => {
    const movieId = Number(query.movieId)
    const film = state.library.get(movieId)?.film
    const releases = (film && state.releases.get(film.tmdbId)) ?? []
    for (const release of releases) found.set(release.guid, { release, movieId, at: state.now() })
    return releases.map((release, index) => releaseBody(release, { index, movieId, state }))
  })

  app.post<{ Body: GrabBody }>('/api/v3/release', async ({ body }, reply) => {
    const hit = found.get(body.guid)
    if (!hit || body.indexerId !== INDEXER_ID || state.now() - hit.at > KEPT_FOR_MS) {
      const message = "Couldn't find requested release in cache, try searching again"
      return reply.code(404).send({ message })
    }
    const { release, movieId } = hit
    const downloadId = state.grab(movieId, release)
    state.queue.push({
      downloadId,
      title: release.title,
      sizeBytes: release.sizeBytes,
      leftBytes: release.sizeBytes,
      minutesLeft: 30,
      status: 'downloading',
      movieId,
    })
    return body
  })
}

function releaseBody(
  { guid, title, quality, sizeBytes, seeders, rejections }: Release,
  { index, movieId, state }: { index: number; movieId: number; state: RadarrState },
) {
  const isBlocked = state.history.some(
    ({ eventType, sourceTitle }) => eventType === 'downloadFailed' && sourceTitle === title,
  )
  const against = isBlocked ? [...rejections, 'Release is blocklisted'] : rejections
  return {
    guid,
    quality: { quality: { ...quality, modifier: 'none' }, revision: REVISION },
    customFormats: [],
    customFormatScore: 0,
    qualityWeight: 1000 - index,
    age: 30,
    ageHours: 720,
    ageMinutes: 43_200,
    size: sizeBytes,
    indexerId: INDEXER_ID,
    indexer: 'Indexer',
    title,
    sceneSource: false,
    movieTitles: [],
    languages: [{ id: 1, name: 'English' }],
    mappedMovieId: movieId,
    approved: against.length === 0,
    temporarilyRejected: false,
    rejected: against.length > 0,
    rejections: against,
    publishDate: new Date(state.now() - 30 * 86_400_000).toISOString(),
    downloadAllowed: true,
    releaseWeight: index,
    seeders,
    leechers: 2,
    protocol: 'torrent',
  }
}

const REVISION = { version: 1, real: 0, isRepack: false }
