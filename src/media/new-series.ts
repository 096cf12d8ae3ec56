import type { SeasonSelection } from './season-selection.ts'
import type { Series } from './series.ts'

export type NewSeries = Pick<
  Series,
  'tvdbId' | 'title' | 'year' | 'seasons' | 'seriesType' | 'certification'
>

/** What Sonarr is sent to add a show, but for its place. */
export function newSeriesBody(series: NewSeries, selection: SeasonSelection) {
  const { tvdbId, title, year, seriesType = 'standard' } = series
  const { isWanted, hasNewSeasons, addOptions } = planOf(selection)
  // Sonarr takes a season that it is not told of for a new one.
  const named = selection.type === 'seasons' ? selection.seasons : []
  const numbers = new Set([...series.seasons.map((season) => season.number), ...named])

  return {
    tvdbId,
    title,
    year,
    seriesType,
    seasonFolder: true,
    monitorNewItems: hasNewSeasons ? 'all' : 'none',
    seasons: [...numbers].map((number) => ({ seasonNumber: number, monitored: isWanted(number) })),
    addOptions,
  }
}

interface Plan {
  isWanted: (season: number) => boolean
  hasNewSeasons: boolean
  addOptions: { monitor?: 'all' | 'future'; searchForMissingEpisodes: boolean }
}

function planOf(selection: SeasonSelection): Plan {
  switch (selection.type) {
    case 'all':
      return {
        isWanted: (season) => season > 0,
        hasNewSeasons: true,
        addOptions: { monitor: 'all', searchForMissingEpisodes: true },
      }
    case 'new':
      return {
        isWanted: () => false,
        hasNewSeasons: true,
        addOptions: { monitor: 'future', searchForMissingEpisodes: false },
      }
    case 'seasons':
      return {
        isWanted: (season) => selection.seasons.includes(season),
        hasNewSeasons: selection.andNew,
        // Without `monitor`, which would overwrite the flags of the seasons.
        addOptions: { searchForMissingEpisodes: true },
      }
  }
}
