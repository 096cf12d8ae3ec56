import type { Download } from '../media/queue.ts'
import type { Season } from '../media/series.ts'
import { downloadInShort } from './downloads.ts'
import type { Show } from './title.ts'

export type SeasonState =
  | { type: 'here' | 'wanted' | 'coming' | 'not here' }
  /** Everything that has aired is here, and more will air. */
  | { type: 'here so far'; episodes: number }
  | { type: 'partly here'; files: number; episodes: number }
  | { type: 'downloading'; download: Download }

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
      show.monitored,
      own.find((download) => download.season === season.number),
    ),
  }))
}

function seasonState(
  { episodes, totalEpisodes, files, monitored }: Season,
  isShowMonitored: boolean,
  download: Download | undefined,
): SeasonState {
  if (download) return { type: 'downloading', download }
  const isWanted = monitored && isShowMonitored
  const isWhole = files > 0 && files >= episodes
  if (isWhole && isWanted && totalEpisodes > files) return { type: 'here so far', episodes: files }
  if (isWhole && files >= totalEpisodes) return { type: 'here' }
  if (files > 0) return { type: 'partly here', files, episodes: Math.max(episodes, totalEpisodes) }
  if (!isWanted) return { type: 'not here' }
  return { type: episodes > 0 ? 'wanted' : 'coming' }
}

/** The one word for a show in a list. */
export function showStateInShort(show: Show, downloads: readonly Download[]): string {
  if (show.id === undefined) return 'not here'
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
