import { RatingLimitError } from '../errors.ts'
import type { Radarr } from './radarr.ts'
import { fits } from './ratings.ts'
import type { Sonarr } from './sonarr.ts'

// Numbers come from titles that were read here, so what is done by one needs no check. Any other
// method, and any new one, is named below, or this does not compile.
type ByNumber =
  | 'bytesPerMinute'
  | 'monitor'
  | 'search'
  | 'remove'
  | 'releases'
  | 'grab'
  | 'grabs'
  | 'markFailed'
type OfRadarr = ByNumber | 'deleteFile' | 'highestResolution' | 'qualityProfiles' | 'setup' | 'ping'
type OfSonarr =
  | 'bytesPerMinute'
  | 'monitorSeasons'
  | 'search'
  | 'remove'
  | 'qualityProfiles'
  | 'setup'
  | 'ping'

/**
 * Radarr as someone with a rating limit meets it: lists are without the films that are not surely
 * within it, and one such film is neither read nor added.
 *
 * @throws {RatingLimitError} from the methods about one film
 */
export function radarrWithin(cap: string, radarr: Radarr): Radarr {
  const { shown, permitted, unlessAbove } = limitTo(cap)
  const limited: Omit<Radarr, OfRadarr> = {
    lookup: async (term) => shown(await radarr.lookup(term)),
    lookupByTmdbId: async (tmdbId) => permitted(await radarr.lookupByTmdbId(tmdbId)),
    library: async () => shown(await radarr.library()),
    findInLibrary: async (tmdbId) => permitted(await radarr.findInLibrary(tmdbId)),
    movie: async (id) => unlessAbove(await radarr.movie(id)),
    queue: async () => shown(await radarr.queue()),
    calendar: async (...span) => shown(await radarr.calendar(...span)),
    add: async (film, ...how) => radarr.add(permitted(film), ...how),
  }
  return { ...radarr, ...limited }
}

/** The same of Sonarr. */
export function sonarrWithin(cap: string, sonarr: Sonarr): Sonarr {
  const { shown, permitted, unlessAbove } = limitTo(cap)
  const limited: Omit<Sonarr, OfSonarr> = {
    lookup: async (term) => shown(await sonarr.lookup(term)),
    lookupByTvdbId: async (tvdbId) => permitted(await sonarr.lookupByTvdbId(tvdbId)),
    library: async () => shown(await sonarr.library()),
    findInLibrary: async (tvdbId) => permitted(await sonarr.findInLibrary(tvdbId)),
    series: async (id) => unlessAbove(await sonarr.series(id)),
    queue: async () => shown(await sonarr.queue()),
    calendar: async (...span) => shown(await sonarr.calendar(...span)),
    add: async (show, ...how) => sonarr.add(permitted(show), ...how),
  }
  return { ...sonarr, ...limited }
}

interface Certified {
  certification?: string | undefined
}

function limitTo(cap: string) {
  const fit = (title: Certified) => fits(title.certification, cap)

  return {
    shown: <T extends Certified>(titles: readonly T[]): T[] =>
      titles.filter((title) => fit(title) === 'yes'),

    permitted: <T extends Certified | undefined>(title: T): T => {
      if (title && fit(title) !== 'yes') {
        throw new RatingLimitError({ isUnrated: fit(title) === 'unknown' })
      }
      return title
    },

    // What has no rating may be looked at by whoever named it.
    unlessAbove: <T extends Certified | undefined>(title: T): T => {
      if (title && fit(title) === 'no') throw new RatingLimitError({ isUnrated: false })
      return title
    },
  }
}
