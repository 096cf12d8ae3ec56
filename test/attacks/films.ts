import type { LibraryFilm } from '../../src/demo/radarr-bodies.ts'
import type { SimulatedRadarr } from '../../src/demo/simulated-radarr.ts'
import type { Change } from './actions.ts'
import { type Title, TITLES } from './reference.ts'

const TMDB: Record<Title, number> = { Heat: 949, Memento: 77, 'The Brutalist': 549509 }

/** The films that are asked about, as others change them in Radarr. */
export function createFilms(radarr: SimulatedRadarr) {
  // An id is never given again, so it still names what was deleted.
  const titles = new Map<number, Title>()
  let seen = 0

  function remember(): void {
    for (const title of TITLES) {
      const film = radarr.find(TMDB[title])
      if (film) titles.set(film.id, title)
    }
  }

  remember()
  return {
    /** The titles that Radarr was told to delete since the last look. */
    deleted(): Array<Title | undefined> {
      const requests = radarr.requests.slice(seen)
      seen = radarr.requests.length
      return requests
        .filter(({ method }) => method === 'DELETE')
        .map(({ path }) => titles.get(Number(/\/movie\/(\d+)/.exec(path)?.[1])))
    },

    /** Whether there was something to change. */
    change(title: Title, how: Change): boolean {
      const film = radarr.find(TMDB[title])
      const isChanged = film ? alter(film, how) : how === 'comes'
      if (film && how === 'goes') radarr.library.delete(film.id)
      const known = radarr.films.find(({ tmdbId }) => tmdbId === TMDB[title])
      if (!film && isChanged && known) {
        radarr.put(known, { sizeBytes: (known.gigabytes ?? 0) * 1e9 })
      }
      remember()
      return isChanged
    },

    /** Radarr deletes what it is told to next, and the connection ends before it says so. */
    loseNextAnswer(): void {
      radarr.intercept = ({ method }) => {
        if (method !== 'DELETE') return 'pass'
        radarr.intercept = () => 'pass'
        return 'act-then-drop'
      }
    },
  }
}

function alter(film: LibraryFilm, how: Change): boolean {
  const hasFile = film.sizeBytes > 0
  if (how === 'grows') film.sizeBytes += 1e9
  if (how === 'moves') film.rootFolderPath += '/moved'
  if (how === 'is replaced' && hasFile) film.fileId += 1_000
  return how === 'is replaced' ? hasFile : how !== 'comes'
}
