import { z } from 'zod'
import { type ArrClient, type ArrConnection, createArrClient } from './arr-client.ts'
import { setupMethods } from './arr-setup.ts'
import { readReleases, type Release } from './calendar.ts'
import { type Grab, readGrabs } from './grab-history.ts'
import { type Movie, MovieSchema } from './movie.ts'
import { highestResolution, QualityProfileSchema } from './quality-profile.ts'
import { type Download, readMovieQueue } from './queue.ts'
import {
  type OfferedCopy,
  type ReleaseId,
  SEARCH_LIMIT_MS,
  searchReleases,
} from './release-search.ts'
import { type AddOutcome, createTitleLibrary, type TitleLibrary } from './title-library.ts'
import { type MediaLog, tolerantList } from './tolerant-list.ts'

export type { Movie } from './movie.ts'

export interface RadarrOptions extends ArrConnection {
  log?: MediaLog
  /** Epoch milliseconds. */
  now?: () => number
}

export type NewMovie = Pick<Movie, 'tmdbId' | 'title' | 'year' | 'certification'>

export type Radarr = ReturnType<typeof createRadarr>

const Ignored = z.unknown()

/** The films. Every method throws an `ArrError` when Radarr gave no usable answer. */
export function createRadarr({ log, now = Date.now, ...connection }: RadarrOptions) {
  const arr = createArrClient({ service: 'Radarr', ...connection })
  const films = createTitleLibrary({ arr, kind: 'movie', schema: MovieSchema, now, log })

  return {
    ...readingMethods(arr, films, log),
    ...changingMethods(arr, films),
    ...copyMethods(arr, films, log),
    ...setupMethods(arr, log),
  }
}

function readingMethods(arr: ArrClient, films: TitleLibrary<Movie>, log: MediaLog | undefined) {
  return {
    /** Does not say whether a film is in the library; `library()` knows. */
    lookup(term: string): Promise<Movie[]> {
      return films.lookup(term)
    },

    async lookupByTmdbId(tmdbId: number): Promise<Movie | undefined> {
      const found = await films.lookup(`tmdb:${tmdbId}`)
      return found.find((movie) => movie.tmdbId === tmdbId)
    },

    /** At most five minutes old, and never older than the last change made here. */
    library(): Promise<readonly Movie[]> {
      return films.all()
    },

    /** Asks Radarr itself, not the cache. */
    async findInLibrary(tmdbId: number): Promise<Movie | undefined> {
      const found = await films.find({ tmdbId })
      return found.find((movie) => movie.tmdbId === tmdbId)
    },

    /** Asks Radarr itself, not the cache. */
    movie(id: number): Promise<Movie | undefined> {
      return films.title(id)
    },

    /** How much a minute of a new film is likely to take. */
    bytesPerMinute: films.bytesPerMinute,

    /** What is on its way, soonest first. */
    queue(): Promise<Download[]> {
      return readMovieQueue(arr, log)
    },

    /** What is released from `firstDay` to `lastDay`, `YYYY-MM-DD` and both included. */
    calendar(firstDay: string, lastDay: string): Promise<Release[]> {
      return readReleases(arr, { firstDay, lastDay, log })
    },
  }
}

function changingMethods(arr: ArrClient, films: TitleLibrary<Movie>) {
  return {
    /** Adds a film, with the profile called `quality` if there is one, and has Radarr search for it. */
    add({ tmdbId, title, year }: NewMovie, quality: string | null = null): Promise<AddOutcome> {
      const minimumAvailability = 'released'
      const addOptions = { searchForMovie: true }
      return films.add({ tmdbId, title, year, minimumAvailability, addOptions }, quality)
    },

    // Through the editor, because PUT /movie/{id} replaces the whole film with what is sent.
    async monitor(id: number): Promise<void> {
      await films.change(arr.put('/movie/editor', Ignored, { movieIds: [id], monitored: true }))
    },

    async search(id: number): Promise<void> {
      await films.change(arr.post('/command', Ignored, { name: 'MoviesSearch', movieIds: [id] }))
    },

    /** Radarr deletes files only after it has answered. */
    async remove(id: number, { deleteFiles }: { deleteFiles: boolean }): Promise<void> {
      const query = { deleteFiles, addImportExclusion: false }
      await films.change(arr.delete(`/movie/${id}`, Ignored, query))
    },
  }
}

/** What there is of one film, beyond whether it is here: the copies to be had, and the one that is. */
function copyMethods(arr: ArrClient, films: TitleLibrary<Movie>, log: MediaLog | undefined) {
  const Profiles = tolerantList(QualityProfileSchema, { what: 'quality profile', log })

  return {
    /** Asks every indexer now, which takes up to 40 seconds. In Radarr's own order. */
    releases(movieId: number): Promise<OfferedCopy[]> {
      return searchReleases(arr, { movieId, log })
    },

    /** How many lines a quality profile allows at most; undefined where there is no such profile. */
    async highestResolution(profileId: number | undefined): Promise<number | undefined> {
      const profiles = await arr.get('/qualityprofile', Profiles)
      const profile = profiles.find(({ id }) => id === profileId)
      return profile && highestResolution(profile)
    },

    /** Takes a release whatever the profile says; `missing` when its search is half an hour old. */
    async grab({ guid, indexerId }: ReleaseId): Promise<void> {
      const patience = { limitMs: SEARCH_LIMIT_MS }
      await films.change(arr.post('/release', Ignored, { guid, indexerId }, patience))
    },

    /** What was ever grabbed of a film, newest first. */
    grabs(movieId: number): Promise<Grab[]> {
      return readGrabs(arr, { movieId, log })
    },

    /** Blocks the release. Unless Radarr is set otherwise, it then searches for another by itself. */
    async markFailed(grabId: number): Promise<void> {
      await films.change(arr.post(`/history/failed/${grabId}`, Ignored))
    },

    /** Radarr may be set to stop wanting a film whose file is deleted. */
    async deleteFile(fileId: number): Promise<void> {
      await films.change(arr.delete(`/moviefile/${fileId}`, Ignored))
    },
  }
}
