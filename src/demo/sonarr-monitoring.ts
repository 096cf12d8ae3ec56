import type { LibraryEpisode, LibraryShow } from './sonarr-library.ts'

const DAY_MS = 86_400_000

/** Does what `addOptions.monitor` asks for, over whatever the seasons' own flags say. */
export function applyMonitor(entry: LibraryShow, monitor: string, now: number): void {
  const lastSeason = Math.max(...entry.episodes.map(({ seasonNumber }) => seasonNumber))
  const wants = choose(monitor, { lastSeason, now })
  if (!wants) return

  for (const episode of entry.episodes) {
    episode.monitored = episode.seasonNumber > 0 && wants(episode)
  }
  for (const season of entry.seasons) {
    const { seasonNumber } = season
    const isOpenEnd = seasonNumber === lastSeason && (monitor === 'all' || monitor === 'future')
    season.monitored =
      isOpenEnd ||
      entry.episodes.some((episode) => episode.seasonNumber === seasonNumber && episode.monitored)
  }
  if (monitor === 'none') entry.monitored = false
}

function choose(
  monitor: string,
  { lastSeason, now }: { lastSeason: number; now: number },
): ((episode: LibraryEpisode) => boolean) | undefined {
  switch (monitor) {
    case 'all':
      return () => true
    case 'none':
      return () => false
    case 'future':
      return ({ airsAt }) => airsAt.getTime() >= now
    case 'recent':
      return ({ airsAt }) => airsAt.getTime() >= now - 90 * DAY_MS
    case 'missing':
      return ({ sizeBytes }) => sizeBytes === 0
    case 'existing':
      return ({ sizeBytes }) => sizeBytes > 0
    case 'pilot':
      return ({ seasonNumber, episodeNumber }) => seasonNumber === 1 && episodeNumber === 1
    case 'firstSeason':
      return ({ seasonNumber }) => seasonNumber === 1
    case 'lastSeason':
    case 'latestSeason':
      return ({ seasonNumber }) => seasonNumber === lastSeason
    default:
      return undefined
  }
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
