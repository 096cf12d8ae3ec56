import type { Show } from './shows.ts'
import {
  type LibraryEpisode,
  type LibraryShow,
  numberedSeasons,
  type SeasonFlag,
} from './sonarr-library.ts'

/** What both a lookup and the library say of a show. */
function metadata({ tvdbId, title, year, status, overview, certification }: Show) {
  return {
    title,
    alternateTitles: [],
    sortTitle: title.toLowerCase(),
    status,
    ended: status === 'ended',
    overview: overview ?? `${title} is a show of ${year}.`,
    network: 'HBO',
    airTime: '21:00',
    images: [{ coverType: 'poster', url: `/MediaCover/${tvdbId}/poster.jpg` }],
    originalLanguage: { id: 1, name: 'English' },
    year,
    useSceneNumbering: false,
    runtime: 50,
    tvdbId,
    tvRageId: 0,
    tvMazeId: 0,
    tmdbId: 0,
    firstAired: `${year}-02-01T00:00:00Z`,
    seriesType: 'standard',
    cleanTitle: title.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, ''),
    titleSlug: String(tvdbId),
    ...(certification && { certification }),
    genres: ['Drama'],
    tags: [],
    ratings: { votes: 1000, value: 7.5 },
    languageProfileId: 1,
  }
}

/** One result of a lookup: no episode is counted, also where the show is in the library. */
export function lookupBody(show: Show, inLibrary: LibraryShow | undefined) {
  const announced = numberedSeasons(show)
    .filter(([, season]) => !season.isJustAnnounced)
    .map(([seasonNumber]) => ({ seasonNumber, monitored: seasonNumber > 0 }))
  const seasons = inLibrary?.seasons ?? announced
  return {
    ...metadata(show),
    ...(inLibrary ? ownFields(inLibrary) : fieldsOfNone()),
    folder: folderOf(show),
    seasons,
    statistics: count([], seasons, 0),
  }
}

/** A show of the library, as of `now`. */
export function seriesBody(entry: LibraryShow, now: number) {
  const { seasons, episodes } = entry
  return {
    ...metadata(entry.show),
    ...airings(episodes, now),
    ...ownFields(entry),
    seasons: seasons.map((season) => {
      const its = episodes.filter(({ seasonNumber }) => seasonNumber === season.seasonNumber)
      return { ...season, statistics: { ...airings(its, now), ...tally(its, now) } }
    }),
    statistics: count(episodes, seasons, now),
  }
}

function ownFields(entry: LibraryShow) {
  const { id, show, monitored, monitorNewItems, seasonFolder, qualityProfileId } = entry
  const { rootFolderPath, added } = entry
  const path = `${rootFolderPath}/${folderOf(show)}`
  return {
    id,
    path,
    rootFolderPath,
    monitored,
    monitorNewItems,
    seasonFolder,
    qualityProfileId,
    added,
  }
}

function fieldsOfNone() {
  return {
    monitored: true,
    monitorNewItems: 'all',
    seasonFolder: true,
    qualityProfileId: 0,
    added: '0001-01-01T00:00:00Z',
  }
}

export function episodeBody(entry: LibraryShow, episode: LibraryEpisode) {
  const { id, seasonNumber, episodeNumber, airsAt, monitored, sizeBytes } = episode
  const hasFile = sizeBytes > 0
  return {
    id,
    seriesId: entry.id,
    tvdbId: entry.show.tvdbId * 1000 + id,
    episodeFileId: hasFile ? id : 0,
    seasonNumber,
    episodeNumber,
    title: `Episode ${episodeNumber}`,
    airDate: airsAt.toISOString().slice(0, 10),
    airDateUtc: airsAt.toISOString(),
    runtime: 50,
    hasFile,
    monitored,
    unverifiedSceneNumbering: false,
  }
}

// Unmonitored seasons count for their next airing as little as unmonitored episodes do.
function airings(episodes: readonly LibraryEpisode[], now: number) {
  const monitored = episodes.filter((episode) => episode.monitored)
  const times = monitored.map(({ airsAt }) => airsAt.getTime())
  const next = Math.min(...times.filter((time) => time >= now))
  const previous = Math.max(...times.filter((time) => time < now))
  return {
    ...(Number.isFinite(next) && { nextAiring: new Date(next).toISOString() }),
    ...(Number.isFinite(previous) && { previousAiring: new Date(previous).toISOString() }),
  }
}

function count(episodes: readonly LibraryEpisode[], seasons: readonly SeasonFlag[], now: number) {
  const seasonCount = seasons.filter(({ seasonNumber }) => seasonNumber > 0).length
  return { seasonCount, ...tally(episodes, now) }
}

/** An episode counts when it is here, or when it is monitored and has aired. */
function tally(episodes: readonly LibraryEpisode[], now: number) {
  const files = episodes.filter(({ sizeBytes }) => sizeBytes > 0)
  const due = episodes.filter(
    ({ sizeBytes, monitored, airsAt }) => sizeBytes > 0 || (monitored && airsAt.getTime() <= now),
  )
  return {
    episodeFileCount: files.length,
    episodeCount: due.length,
    totalEpisodeCount: episodes.length,
    sizeOnDisk: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    releaseGroups: [],
    percentOfEpisodes: due.length === 0 ? 0 : (files.length / due.length) * 100,
  }
}

function folderOf({ title, year }: Show): string {
  const name = title.endsWith(')') ? title : `${title} (${year})`
  return name.replaceAll(/[\\/:*?"<>|]/g, '')
}
