import type { Download } from './arr-queue.ts'
import { defaultDefinitions, defaultProfiles } from './quality-profiles.ts'
import type { Show } from './shows.ts'
import { createSonarrLibrary, type LibraryShow } from './sonarr-library.ts'

/** Without a series it is a download that Sonarr cannot place. */
export interface ShowDownload extends Download {
  seriesId?: number
  /** Each of them gets a record of its own. */
  episodeIds: number[]
}

/** What a simulated Sonarr holds right now. */
export type SonarrState = ReturnType<typeof createSonarrState>

const FREE_BYTES = 4e12
const PACK_BYTES = 12e9
const ANDOR = 393189

export function createSonarrState(shows: readonly Show[], now: () => number) {
  const startedAt = now()
  const library = createSonarrLibrary(startedAt)
  for (const show of shows) if (show.here) library.put(show)

  const queue: ShowDownload[] = []
  const andor = library.find(ANDOR)
  if (andor) queue.push(seasonPack(andor, 2, startedAt))

  return {
    ...library,
    shows,
    queue,
    qualityProfiles: defaultProfiles('sonarr'),
    qualityDefinitions: defaultDefinitions('sonarr'),
    rootFolders: [{ id: 1, path: '/tv', accessible: true, freeSpace: FREE_BYTES }],
    now,
  }
}

/** All of a season that has aired and is not here, as one download that is at 43 %. */
function seasonPack(entry: LibraryShow, season: number, now: number): ShowDownload {
  const missing = entry.episodes.filter(
    ({ seasonNumber, sizeBytes, airsAt }) =>
      seasonNumber === season && sizeBytes === 0 && airsAt.getTime() < now,
  )
  return {
    downloadId: 'A0B1C2D3E4F5',
    title: `${entry.show.title.replaceAll(' ', '.')}.S0${season}.1080p.BluRay.x264`,
    sizeBytes: PACK_BYTES,
    leftBytes: PACK_BYTES * 0.57,
    minutesLeft: 20,
    status: 'downloading',
    seriesId: entry.id,
    episodeIds: missing.map(({ id }) => id),
  }
}
