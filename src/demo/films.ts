import { airTime } from './air-time.ts'

export interface Film {
  tmdbId: number
  title: string
  year: number
  /** A sentence of ours when left out. */
  overview?: string
  status: 'announced' | 'inCinemas' | 'released'
  /** ISO 8601, where a date is worth telling. */
  inCinemas?: string
  digitalRelease?: string
  /** In its place, for a date that is always to come: days from the start of the demo. */
  digitalInDays?: number
  /** Of the US, where it has one. */
  certification?: string
  /** Undefined: not in the library. 0: wanted, without a file. */
  gigabytes?: number
}

/** The demo's films, best known first, under their real TMDB ids. */
export const FILMS: readonly Film[] = [
  here('Dune', 2021, 'PG-13', 438631, 22),
  notHere('Dune', 1984, 'PG-13', 841),
  notHere('Dune: Part Two', 2024, 'PG-13', 693134),
  coming('Dune: Part Three', 2026, 1170608, { inCinemas: '2026-12-18T00:00:00Z' }),
  here('Heat', 1995, 'R', 949, 14),
  notHere('Alien', 1979, 'R', 348),
  notHere('Aliens', 1986, 'R', 679),
  here('Memento', 2000, 'R', 77, 9),
  here('The Prestige', 2006, 'PG-13', 1124, 12),
  here('The Dark Knight', 2008, 'PG-13', 155, 18),
  here('Inception', 2010, 'PG-13', 27205, 17),
  here('Interstellar', 2014, 'PG-13', 157336, 24),
  here('Oppenheimer', 2023, 'R', 872585, 28),
  notHere('Batman Begins', 2005, 'PG-13', 272),
  notHere('The Dark Knight Rises', 2012, 'PG-13', 49026),
  notHere('Dunkirk', 2017, 'PG-13', 374720),
  notHere('Tenet', 2020, 'PG-13', 577922),
  here('1917', 2019, 'R', 530915, 15),
  notHere('Blade Runner', 1982, 'R', 78),
  here('Blade Runner 2049', 2017, 'R', 335984, 26),
  here('2001: A Space Odyssey', 1968, 'G', 62, 20),
  wanted('The Brutalist', 2024, 'R', 549509),
  { ...wanted('Mickey 17', 2025, 'R', 696506), status: 'inCinemas', digitalInDays: 4 },
  notHere('The Matrix', 1999, 'R', 603),
  notHere('The Godfather', 1972, 'R', 238),
  here('Pulp Fiction', 1994, 'R', 680, 13),
  notHere('Fight Club', 1999, 'R', 550),
  here('Arrival', 2016, 'PG-13', 329865, 11),
  here('Mad Max: Fury Road', 2015, 'R', 76341, 19),
  notHere('The Thing', 1982, 'R', 1091),
  here('Parasite', 2019, 'R', 496243, 16),
  here('Amélie', 2001, 'R', 194, 8),
  notHere('Spirited Away', 2001, 'PG', 129),
  notHere('Akira', 1988, 'R', 149),
  here('No Country for Old Men', 2007, 'R', 6977, 12),
  notHere('There Will Be Blood', 2007, 'R', 7345),
  notHere('Zodiac', 2007, 'R', 1949),
  notHere('The Social Network', 2010, 'PG-13', 37799),
  notHere('Whiplash', 2014, 'R', 244786),
  here('Paddington 2', 2017, 'PG', 346648, 7),
  notHere('Se7en', 1995, 'R', 807),
  notHere('The Shining', 1980, 'R', 694),
  notHere('Jaws', 1975, 'PG', 578),
  notHere('Up', 2009, 'PG', 14160),
  notHere('Fargo', 1996, 'R', 275),
]

/** Gives a film that counts in days its date. */
export function dated({ digitalInDays, ...film }: Film, now: number): Film {
  if (digitalInDays === undefined) return film
  return { ...film, digitalRelease: airTime(now, digitalInDays).toISOString() }
}

function notHere(title: string, year: number, certification: string, tmdbId: number): Film {
  return { tmdbId, title, year, certification, status: 'released' }
}

function here(
  title: string,
  year: number,
  certification: string,
  tmdbId: number,
  gigabytes: number,
): Film {
  return { ...notHere(title, year, certification, tmdbId), gigabytes }
}

function wanted(title: string, year: number, certification: string, tmdbId: number): Film {
  return here(title, year, certification, tmdbId, 0)
}

function coming(
  title: string,
  year: number,
  tmdbId: number,
  dates: Pick<Film, 'inCinemas' | 'digitalRelease'>,
): Film {
  return { tmdbId, title, year, status: 'announced', ...dates }
}
