import { addedAt } from './added-at.ts'
import type { Download } from './arr-queue.ts'
import { dated, type Film } from './films.ts'
import { defaultDefinitions, defaultProfiles } from './quality-profiles.ts'
import type { LibraryFilm } from './radarr-bodies.ts'
import { createRadarrHistory } from './radarr-history.ts'
import { type Release, RELEASES } from './releases.ts'

export type RadarrState = ReturnType<typeof createRadarrState>

/** Without a film it is a download that Radarr cannot place. */
export interface FilmDownload extends Download {
  movieId?: number
}

const BYTES_PER_GIGABYTE = 1e9
const IN_USE = { qualityProfileId: 4, rootFolderPath: '/movies' }

/** What the simulated Radarr holds. */
export function createRadarrState(films: readonly Film[], now: () => number) {
  const startedAt = now()
  const library = new Map<number, LibraryFilm>()
  let lastId = 0

  const queue: FilmDownload[] = []
  const state = {
    ...createRadarrHistory(now),
    releases: new Map<number, readonly Release[]>(RELEASES),
    films: films.map((film) => dated(film, startedAt)),
    library,
    queue,
    now,
    qualityProfiles: defaultProfiles('radarr'),
    qualityDefinitions: defaultDefinitions('radarr'),
    rootFolders: [
      { id: 1, path: '/movies', accessible: true, freeSpace: 2_000 * BYTES_PER_GIGABYTE },
    ],

    find(tmdbId: number): LibraryFilm | undefined {
      return [...library.values()].find(({ film }) => film.tmdbId === tmdbId)
    },

    put(film: Film, settings: Partial<LibraryFilm> = {}): LibraryFilm {
      const entry: LibraryFilm = {
        id: ++lastId,
        film: dated(film, startedAt),
        monitored: true,
        sizeBytes: 0,
        fileId: lastId,
        ...IN_USE,
        added: addedAt(lastId, startedAt),
        ...settings,
      }
      library.set(entry.id, entry)
      return entry
    },
  }

  for (const film of films) {
    const { gigabytes } = film
    if (gigabytes === undefined) continue
    const entry = state.put(film, { sizeBytes: gigabytes * BYTES_PER_GIGABYTE })
    if (gigabytes > 0) state.recordImport(entry)
  }
  return state
}
