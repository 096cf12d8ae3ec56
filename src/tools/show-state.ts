import type { Download } from '../media/queue.ts'
import type { Season } from '../media/series.ts'
import { downloadInShort } from './progress.ts'
import type { Show } from './title.ts'

export type SeasonState =
  | { type: 'here' | 'wanted' | 'not here' }
  /** `nextAiring` as Sonarr wrote it, where it knows. */
  | { type: 'coming'; nextAiring: string | undefined }
  /** Everything that has aired is here, and more will air. */
  | { type: 'here so far'; episodes: number; nextAiring: string | undefined }
  /** `isAiring`: more will air than the `episodes` that are counted. */
  | { type: 'partly here'; files: number; episodes: number; isAiring: boolean }
  /** `files`: how many of its episodes are here already. */
  | { type: 'downloading'; download: Download; files: number }

export interface SeasonStanding {
  number: number
  state: SeasonState
}

/** The seasons people mean: not the specials. */
export function regularSeasons({ seasons }: Show): Season[] {
  return seasons.filter(({ number }) => number > 0)
}

/** Where each season of a show in the library stands. */
export function seasonStandings(show: Show, downloads: readonly Download[]): SeasonStanding[] {
  const own = downloads.filter(({ externalId }) => externalId === show.tvdbId)
  return regularSeasons(show).map((season) => ({
    number: season.number,
    state: seasonState(
      season,
      show,
      own.find((download) => download.season === season.number),
    ),
  }))
}

function seasonState(season: Season, show: Show, download: Download | undefined): SeasonState {
  const { episodes, totalEpisodes, files, monitored, nextAiring } = season
  // Where only what is to come is wanted, the season itself may not be.
  const isWanted = show.monitored && (monitored || nextAiring !== undefined)
  const isAiring = isWanted && (nextAiring !== undefined || !show.hasEnded)
  const isWhole = files > 0 && files >= episodes
  // What is on its way then is a better copy.
  if (isWhole && files >= totalEpisodes) return { type: 'here' }
  if (download) return { type: 'downloading', download, files }
  if (isWhole && isAiring) return { type: 'here so far', episodes: files, nextAiring }
  if (files > 0) {
    const hasMore = isAiring && nextAiring !== undefined && totalEpisodes > episodes
    const count = hasMore ? episodes : Math.max(episodes, totalEpisodes)
    return { type: 'partly here', files, episodes: count, isAiring: hasMore }
  }
  if (!isWanted) return { type: 'not here' }
  return episodes > 0 ? { type: 'wanted' } : { type: 'coming', nextAiring }
}

/** The one word for a show in a list. */
export function showStateInShort(show: Show, downloads: readonly Download[]): string {
  if (show.id === undefined) return 'not here'
  if (regularSeasons(show).length === 0) return show.monitored ? 'coming' : 'not here'
  const states = seasonStandings(show, downloads).map(({ state }) => state)
  const downloading = states.find((state) => state.type === 'downloading')
  if (downloading) return downloadInShort(downloading.download)

  const has = (...types: Array<SeasonState['type']>) =>
    states.some(({ type }) => types.includes(type))
  const isHere = has('here', 'here so far')
  if (has('partly here') || (isHere && has('wanted', 'not here'))) return 'partly here'
  if (isHere) return 'here'
  if (has('wanted')) return 'wanted'
  return has('coming') ? 'coming' : 'not here'
}
