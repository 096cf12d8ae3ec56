import { z } from 'zod'
import { ArrError } from '../errors.ts'
import { type AddDefaults, createAddDefaults } from './add-defaults.ts'
import { type ArrClient, type ArrConnection, createArrClient } from './arr-client.ts'
import { createLibraryCache, type LibraryCache } from './library-cache.ts'
import { type Movie, MovieSchema } from './movie.ts'
import { resolutionOf } from './quality-profile.ts'
import { type MediaLog, tolerantList } from './tolerant-list.ts'

export type { Movie } from './movie.ts'

export interface RadarrOptions extends ArrConnection {
  log?: MediaLog
  /** Epoch milliseconds. */
  now?: () => number
}

export type NewMovie = Pick<Movie, 'tmdbId' | 'title' | 'year'>

export type AddMovieOutcome =
  | { type: 'added'; movie: Movie; resolution: string | undefined }
  | { type: 'exists' }

export type Radarr = ReturnType<typeof createRadarr>

type LibraryOfMovies = LibraryCache<readonly Movie[]>

const Ignored = z.unknown()

/** The films. Every method throws an `ArrError` when Radarr gave no usable answer. */
export function createRadarr({ log, now = Date.now, ...connection }: RadarrOptions) {
  const arr = createArrClient({ service: 'Radarr', ...connection })
  const Movies = tolerantList(MovieSchema, { what: 'movie', log })
  const cache: LibraryOfMovies = createLibraryCache({ load: () => arr.get('/movie', Movies), now })
  const addDefaults = createAddDefaults({ arr, library: () => cache.get(), now, log })

  return { ...readingMethods(arr, cache, Movies), ...changingMethods(arr, cache, addDefaults) }
}

function readingMethods(arr: ArrClient, cache: LibraryOfMovies, Movies: z.ZodType<Movie[]>) {
  async function lookup(term: string): Promise<Movie[]> {
    const found = await arr.get('/movie/lookup', Movies, { term })
    // Some versions carry a library id in a lookup and some don't, so nobody may rely on one.
    return found.map((movie) => ({ ...movie, id: undefined }))
  }

  return {
    /** Does not say whether a film is in the library; `library()` knows. */
    lookup,

    async lookupByTmdbId(tmdbId: number): Promise<Movie | undefined> {
      const found = await lookup(`tmdb:${tmdbId}`)
      return found.find((movie) => movie.tmdbId === tmdbId)
    },

    /** At most five minutes old, and never older than the last change made here. */
    library(): Promise<readonly Movie[]> {
      return cache.get()
    },

    /** Asks Radarr itself, not the cache. */
    async findInLibrary(tmdbId: number): Promise<Movie | undefined> {
      const movies = await arr.get('/movie', Movies, { tmdbId })
      return movies.find((movie) => movie.tmdbId === tmdbId)
    },

    /** Asks Radarr itself, not the cache. */
    async movie(id: number): Promise<Movie | undefined> {
      return arr.get(`/movie/${id}`, MovieSchema).catch((error: unknown) => {
        if (error instanceof ArrError && error.failure === 'missing') return undefined
        throw error
      })
    },
  }
}

function changingMethods(
  arr: ArrClient,
  cache: LibraryOfMovies,
  addDefaults: () => Promise<AddDefaults>,
) {
  // A change that failed may have taken effect all the same.
  async function change<T>(request: Promise<T>): Promise<T> {
    try {
      return await request
    } finally {
      cache.invalidate()
    }
  }

  return {
    /** Adds a film and has Radarr search for it. */
    async add({ tmdbId, title, year }: NewMovie): Promise<AddMovieOutcome> {
      const { profile, rootFolder } = await addDefaults()
      const body = {
        tmdbId,
        title,
        year,
        qualityProfileId: profile.id,
        rootFolderPath: rootFolder.path,
        monitored: true,
        minimumAvailability: 'released',
        addOptions: { searchForMovie: true },
      }

      try {
        const movie = await change(arr.post('/movie', MovieSchema, body))
        return { type: 'added', movie, resolution: resolutionOf(profile) }
      } catch (error) {
        if (error instanceof ArrError && error.isDuplicate) return { type: 'exists' }
        throw error
      }
    },

    // Through the editor, because PUT /movie/{id} replaces the whole film with what is sent.
    async monitor(id: number): Promise<void> {
      await change(arr.put('/movie/editor', Ignored, { movieIds: [id], monitored: true }))
    },

    async search(id: number): Promise<void> {
      await change(arr.post('/command', Ignored, { name: 'MoviesSearch', movieIds: [id] }))
    },

    /** Radarr deletes files only after it has answered. */
    async remove(id: number, { deleteFiles }: { deleteFiles: boolean }): Promise<void> {
      await change(arr.delete(`/movie/${id}`, Ignored, { deleteFiles, addImportExclusion: false }))
    },
  }
}
