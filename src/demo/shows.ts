export interface Show {
  tvdbId: number
  title: string
  year: number
  /** A sentence of ours when left out. */
  overview?: string
  status: 'continuing' | 'ended' | 'upcoming'
  /** Of US television, where it has one. */
  certification?: string
  /** How many episodes season 0 has. */
  specials: number
  /** Numbered from 1. */
  seasons: readonly ShowSeason[]
  /** The seasons that are here; absent: not in the library. */
  here?: readonly number[]
}

export interface ShowSeason {
  episodes: number
  /** Of the first episode; the others follow weekly. */
  premiere: { year: number } | { inDays: number }
  /** A lookup does not tell of it yet, only the refresh that follows an add does. */
  isJustAnnounced?: true
}

type SeasonNote = [year: number, episodes: number] | ShowSeason
type Traits = Partial<Pick<Show, 'status' | 'specials' | 'here'>>

/**
 * The demo's shows, best known first. What airs soon is counted in days from its start, so that the
 * coming week is as full on any day.
 */
export const SHOWS: readonly Show[] = [
  show('The Office (US)', 2005, 'TV-14', 73244, yearly(2005, [6, 22, 25, 19, 28, 26, 26, 24, 25]), {
    specials: 8,
    here: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  }),
  show('The Office (UK)', 2001, undefined, 78107, yearly(2001, [6, 6]), { specials: 2 }),
  show('The Office (AU)', 2024, undefined, 445628, yearly(2024, [8])),
  show(
    'Slow Horses',
    2022,
    'TV-MA',
    393199,
    [[2022, 6], [2022, 6], [2023, 6], [2024, 6], [2025, 6], soon()],
    {
      status: 'continuing',
    },
  ),
  show('Andor', 2022, 'TV-14', 393189, [[2022, 12], weekly(12, -19)], {
    status: 'continuing',
    here: [1],
  }),
  show('Severance', 2022, 'TV-MA', 371980, [[2022, 9], [2025, 10], weekly(10, 6)], {
    status: 'continuing',
    specials: 3,
    here: [1, 2],
  }),
  show('Fargo', 2014, 'TV-MA', 269613, [
    [2014, 10],
    [2015, 10],
    [2017, 10],
    [2020, 11],
    [2023, 10],
  ]),
  show('The Bear', 2022, 'TV-MA', 413160, yearly(2022, [8, 10, 10, 10]), {
    status: 'continuing',
    here: [1, 2],
  }),
  show('Shōgun', 2024, 'TV-MA', 392573, yearly(2024, [10]), { status: 'continuing', here: [1] }),
  show(
    'The Last of Us',
    2023,
    'TV-MA',
    392256,
    [
      [2023, 9],
      [2025, 7],
    ],
    { status: 'continuing', here: [1] },
  ),
  show('Breaking Bad', 2008, 'TV-MA', 81189, yearly(2008, [7, 13, 13, 13, 16]), {
    specials: 9,
    here: [1, 2, 3, 4, 5],
  }),
  show('Better Call Saul', 2015, 'TV-MA', 273181, yearly(2015, [10, 10, 10, 10, 10, 13])),
  show('Chernobyl', 2019, 'TV-MA', 360893, yearly(2019, [5]), { here: [1] }),
  show('Succession', 2018, 'TV-MA', 338186, yearly(2018, [10, 10, 9, 10])),
  show('The Wire', 2002, 'TV-MA', 79126, yearly(2002, [13, 12, 12, 13, 10]), {
    here: [1, 2, 3, 4, 5],
  }),
  show('The Sopranos', 1999, 'TV-MA', 75299, yearly(1999, [13, 13, 13, 13, 13, 21])),
  show('Twin Peaks', 1990, 'TV-14', 70533, yearly(1990, [8, 22]), { here: [1, 2] }),
  show('Band of Brothers', 2001, 'TV-MA', 74205, yearly(2001, [10]), { here: [1] }),
  show('Game of Thrones', 2011, 'TV-MA', 121361, yearly(2011, [10, 10, 10, 10, 10, 10, 7, 6])),
  show('Stranger Things', 2016, 'TV-14', 305288, yearly(2016, [8, 9, 8, 9])),
  show('Ted Lasso', 2020, 'TV-MA', 383203, yearly(2020, [10, 12, 12])),
  show(
    'Fleabag',
    2016,
    'TV-MA',
    314614,
    [
      [2016, 6],
      [2019, 6],
    ],
    { here: [1, 2] },
  ),
  show('Planet Earth II', 2016, 'TV-PG', 318408, yearly(2016, [6])),
  show('Firefly', 2002, 'TV-14', 78874, yearly(2002, [14]), { here: [1] }),
]

function show(
  title: string,
  year: number,
  certification: string | undefined,
  tvdbId: number,
  seasons: readonly SeasonNote[],
  { status = 'ended', specials = 0, here }: Traits = {},
): Show {
  return {
    tvdbId,
    title,
    year,
    ...(certification && { certification }),
    status,
    specials,
    seasons: seasons.map(toSeason),
    ...(here && { here }),
  }
}

function toSeason(note: SeasonNote): ShowSeason {
  if (!Array.isArray(note)) return note
  const [year, episodes] = note
  return { episodes, premiere: { year } }
}

function yearly(firstYear: number, episodes: readonly number[]): SeasonNote[] {
  return episodes.map((count, index) => [firstYear + index, count])
}

function weekly(episodes: number, inDays: number): ShowSeason {
  return { episodes, premiere: { inDays } }
}

function soon(): ShowSeason {
  return { ...weekly(6, 0), isJustAnnounced: true }
}
