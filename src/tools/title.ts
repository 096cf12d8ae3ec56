import type { MediaFingerprint, Kind, TitleList } from '../db/column-types.ts'
import type { Movie } from '../media/radarr.ts'
import type { Series } from '../media/sonarr.ts'

export type Film = Movie & { kind: 'film' } & Limited
export type Show = Series & { kind: 'show' } & Limited

interface Limited {
  /** Whether it takes an admin to add it, because whoever asks has a rating limit and it no rating. */
  needsApproval?: boolean
}

/** A film or a show, in the library or not. */
export type Title = Film | Show

export function toFilm(movie: Movie): Film {
  return { ...movie, kind: 'film' }
}

export function toShow(series: Series): Show {
  return { ...series, kind: 'show' }
}

/** Which service keeps titles of a kind. */
export function serviceOf(kind: Kind): MediaFingerprint['service'] {
  return kind === 'film' ? 'radarr' : 'sonarr'
}

export function kindOf(service: MediaFingerprint['service']): Kind {
  return service === 'radarr' ? 'film' : 'show'
}

/** By this both services know a title, whether they keep it or not. */
export function externalIdOf(title: Title): number {
  return title.kind === 'film' ? title.tmdbId : title.tvdbId
}

/** What a stored choice has to know of a title in order to mean just this one. */
export function exactly(title: Title) {
  return {
    title: title.title,
    year: title.year,
    kind: title.kind,
    externalId: externalIdOf(title),
  }
}

// A list goes with every text of a day to the model.
const MOST_LISTED = 10

/** Titles that a reply names in a sentence; a single one may be pointed at, which calls `tool`. */
export function listOf(
  titles: ReadonlyArray<{ title: string; year: number; kind: Kind }>,
  tool: string,
): TitleList {
  const items = titles.slice(0, MOST_LISTED).map(({ title, year, kind }) => ({ title, year, kind }))
  return { items, tool, isNumbered: false }
}
