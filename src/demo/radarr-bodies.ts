import type { Film } from './films.ts'
import { bluray1080p } from './quality-profiles.ts'

/** A film as the simulated Radarr keeps it. */
export interface LibraryFilm {
  id: number
  film: Film
  monitored: boolean
  /** 0 while it has no file. */
  sizeBytes: number
  /** Of its file, where it has one. */
  fileId: number
  qualityProfileId: number
  rootFolderPath: string
  /** ISO 8601. */
  added: string
}

/** What both a lookup and the library say of a film. */
function metadata(film: Film) {
  const { tmdbId, title, year, status, overview } = film
  const { inCinemas, digitalRelease, certification } = film
  return {
    title,
    originalTitle: title,
    originalLanguage: { id: 1, name: 'English' },
    alternateTitles: [],
    secondaryYearSourceId: 0,
    sortTitle: title.toLowerCase(),
    status,
    ...(inCinemas && { inCinemas }),
    ...(digitalRelease && { digitalRelease }),
    overview: overview ?? `${title} is a film of ${year}.`,
    images: [{ coverType: 'poster', url: `/MediaCover/${tmdbId}/poster.jpg` }],
    year,
    runtime: 120,
    cleanTitle: title.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, ''),
    tmdbId,
    titleSlug: String(tmdbId),
    ...(certification && { certification }),
    genres: ['Drama'],
    ratings: { tmdb: { votes: 1000, value: 7.5, type: 'user' } },
    popularity: 10,
    minimumAvailability: 'released',
    isAvailable: status === 'released',
  }
}

/** One result of a lookup. Radarr links no file to it, also where the film is in the library. */
export function lookupBody(film: Film, inLibrary: LibraryFilm | undefined) {
  return {
    ...metadata(film),
    ...(inLibrary && { id: inLibrary.id, path: pathOf(inLibrary) }),
    qualityProfileId: inLibrary?.qualityProfileId ?? 0,
    monitored: inLibrary?.monitored ?? false,
    folder: folderOf(film),
    tags: [],
    added: inLibrary?.added ?? '0001-01-01T00:00:00Z',
  }
}

/** A film of the library. */
export function movieBody(entry: LibraryFilm) {
  const { id, film, sizeBytes } = entry
  const hasFile = sizeBytes > 0
  return {
    ...metadata(film),
    id,
    sizeOnDisk: sizeBytes,
    path: pathOf(entry),
    qualityProfileId: entry.qualityProfileId,
    hasFile,
    movieFileId: hasFile ? entry.fileId : 0,
    monitored: entry.monitored,
    folderName: pathOf(entry),
    rootFolderPath: entry.rootFolderPath,
    tags: [],
    added: entry.added,
    ...(hasFile && { movieFile: movieFileBody(entry) }),
    statistics: { movieFileCount: hasFile ? 1 : 0, sizeOnDisk: sizeBytes, releaseGroups: [] },
  }
}

function movieFileBody(entry: LibraryFilm) {
  const relativePath = `${folderOf(entry.film)} Bluray-1080p.mkv`
  return {
    id: entry.fileId,
    movieId: entry.id,
    relativePath,
    path: `${pathOf(entry)}/${relativePath}`,
    size: entry.sizeBytes,
    dateAdded: entry.added,
    languages: [{ id: 1, name: 'English' }],
    quality: bluray1080p('radarr'),
    qualityCutoffNotMet: false,
  }
}

function pathOf({ rootFolderPath, film }: LibraryFilm): string {
  return `${rootFolderPath}/${folderOf(film)}`
}

// Radarr leaves out what a Windows disk cannot hold.
function folderOf({ title, year }: Film): string {
  return `${title.replaceAll(/[\\/:*?"<>|]/g, '')} (${year})`
}
