import { airTime, weeksAfter } from './air-time.ts'
import type { Show, ShowSeason } from './shows.ts'

/** A show as the simulated Sonarr keeps it. */
export interface LibraryShow {
  id: number
  show: Show
  monitored: boolean
  /** Whether seasons yet to be announced get monitored. */
  monitorNewItems: 'all' | 'none'
  seasonFolder: boolean
  qualityProfileId: number
  rootFolderPath: string
  /** ISO 8601. */
  added: string
  seasons: SeasonFlag[]
  episodes: LibraryEpisode[]
}

export interface SeasonFlag {
  seasonNumber: number
  monitored: boolean
}

export interface LibraryEpisode {
  id: number
  seasonNumber: number
  episodeNumber: number
  airsAt: Date
  monitored: boolean
  /** 0 while it has no file. */
  sizeBytes: number
}

/** What may be said of a show when it is put into the library. */
export type ShowSettings = Partial<Omit<LibraryShow, 'id' | 'show' | 'episodes'>>

const EPISODE_BYTES = 1.5e9
const IN_USE = { qualityProfileId: 4, rootFolderPath: '/tv' }

/** The shows of a simulated Sonarr; air dates that are counted in days are counted from `now`. */
export function createSonarrLibrary(now: number) {
  const library = new Map<number, LibraryShow>()
  let lastId = 0
  let lastEpisodeId = 0

  function episodesOf(show: Show, flags: readonly SeasonFlag[]): LibraryEpisode[] {
    return numberedSeasons(show).flatMap(([seasonNumber, season]) =>
      Array.from({ length: season.episodes }, (_, index) => ({
        id: ++lastEpisodeId,
        seasonNumber,
        episodeNumber: index + 1,
        airsAt: weeksAfter(premiereOf(season, now), index),
        monitored: flags.some((flag) => flag.seasonNumber === seasonNumber && flag.monitored),
        sizeBytes: show.here?.includes(seasonNumber) ? EPISODE_BYTES : 0,
      })),
    )
  }

  return {
    library,

    find(tvdbId: number): LibraryShow | undefined {
      return [...library.values()].find(({ show }) => show.tvdbId === tvdbId)
    },

    /** Seasons that `settings` do not name are monitored as new ones are, specials never. */
    put(show: Show, settings: ShowSettings = {}): LibraryShow {
      const { monitorNewItems = 'all', seasons: named = [] } = settings
      const seasons = numberedSeasons(show).map(([seasonNumber]) => {
        const flag = named.find((season) => season.seasonNumber === seasonNumber)
        const monitored = flag?.monitored ?? (seasonNumber > 0 && monitorNewItems === 'all')
        return { seasonNumber, monitored }
      })
      const entry: LibraryShow = {
        id: ++lastId,
        show,
        monitored: true,
        seasonFolder: true,
        ...IN_USE,
        added: new Date(now).toISOString(),
        ...settings,
        monitorNewItems,
        seasons,
        episodes: episodesOf(show, seasons),
      }
      library.set(entry.id, entry)
      return entry
    },
  }
}

/** With the specials, as season 0, where there are some. */
export function numberedSeasons(show: Show): Array<[seasonNumber: number, season: ShowSeason]> {
  const regular = show.seasons.map((season, index): [number, ShowSeason] => [index + 1, season])
  if (show.specials === 0) return regular
  return [[0, { episodes: show.specials, premiere: { year: show.year } }], ...regular]
}

function premiereOf({ premiere }: ShowSeason, now: number): Date {
  if ('inDays' in premiere) return airTime(now, premiere.inDays)
  return new Date(Date.UTC(premiere.year, 1, 1, 21))
}
