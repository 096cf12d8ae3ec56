import type { LibraryEpisode, LibraryShow } from './sonarr-library.ts'

/** Of Sonarr's choices those that the service makes. */
export type Monitor = 'all' | 'future' | 'none'

const WANTS: Record<Monitor, (episode: LibraryEpisode, now: number) => boolean> = {
  all: () => true,
  future: ({ airsAt }, now) => airsAt.getTime() >= now,
  none: () => false,
}

/** Does what `addOptions.monitor` asks for, over whatever the seasons' own flags say. */
export function applyMonitor(entry: LibraryShow, monitor: Monitor, now: number): void {
  const wants = WANTS[monitor]
  for (const episode of entry.episodes) {
    episode.monitored = episode.seasonNumber > 0 && wants(episode, now)
  }
  const lastSeason = Math.max(...entry.episodes.map(({ seasonNumber }) => seasonNumber))
  for (const season of entry.seasons) {
    const { seasonNumber } = season
    const isOpenEnd = seasonNumber === lastSeason && monitor !== 'none'
    season.monitored =
      isOpenEnd ||
      entry.episodes.some((episode) => episode.seasonNumber === seasonNumber && episode.monitored)
  }
  if (monitor === 'none') entry.monitored = false
}

/**
 * Takes over the flags of seasons. Episodes follow a flag that changes and no other, so a season
 * that was unmonitored before keeps the episodes it has.
 */
export function applySeasonFlags(entry: LibraryShow, flags: LibraryShow['seasons']): void {
  for (const { seasonNumber, monitored } of flags) {
    const before = entry.seasons.find((season) => season.seasonNumber === seasonNumber)
    if (!before || before.monitored === monitored) continue
    for (const episode of entry.episodes) {
      if (episode.seasonNumber === seasonNumber) episode.monitored = monitored
    }
  }
  entry.seasons = flags.map(({ seasonNumber, monitored }) => ({ seasonNumber, monitored }))
}
