import type { Kind, TitleList } from '../db/column-types.ts'
import type { Movie } from '../media/radarr.ts'
import type { Series } from '../media/sonarr.ts'

export type Film = Movie & { kind: 'film' }
export type Show = Series & { kind: 'show' }

/** A film or a show, in the library or not. */
export type Title = Film | Show

export function toFilm(movie: Movie): Film {
  return { ...movie, kind: 'film' }
}

export function toShow(series: Series): Show {
  return { ...series, kind: 'show' }
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

// Nobody counts further in a line of names, and "24" is a show.
const MAX_POINTED_AT = 10

/**
 * The titles a person was shown, and the tool that "the second one" then stands for. There is no
 * pointing at one of a great many.
 */
export function listOf(
  titles: ReadonlyArray<{ title: string; year: number; kind: Kind }>,
  tool: string,
): TitleList {
  const pointable = titles.length > MAX_POINTED_AT ? [] : titles
  return { items: pointable.map(({ title, year, kind }) => ({ title, year, kind })), tool }
}
