import { assert } from 'vitest'
import type { Show, ShowSeason } from '../../src/demo/shows.ts'
import { type Household, startHousehold } from './household.ts'

export const TVDB = {
  andor: 393189,
  bear: 413160,
  chernobyl: 360893,
  fargo: 269613,
  lastOfUs: 392256,
  officeUk: 78107,
  severance: 371980,
  slowHorses: 393199,
}

export const NIGHTJAR: Show = {
  tvdbId: 900001,
  title: 'Nightjar',
  year: 2020,
  status: 'continuing',
  specials: 0,
  seasons: [],
}

/** A season of weekly episodes that began so many days ago, or will. */
export function weekly(episodes: number, inDays: number): ShowSeason {
  return { episodes, premiere: { inDays } }
}

export function aired(episodes: number): ShowSeason {
  return { episodes, premiere: { year: 2020 } }
}

/** The entry of a show that is in the simulated Sonarr's library. */
export function kept({ sonarr }: Household, tvdbId: number) {
  const entry = sonarr.find(tvdbId)
  assert(entry)
  return entry
}

/** The episodes of a season in the library. */
export function episodesOf(household: Household, tvdbId: number, season: number) {
  return kept(household, tvdbId).episodes.filter(({ seasonNumber }) => seasonNumber === season)
}

/** Which seasons of a show are monitored, and in which of them every episode is. */
export function monitoredOf(household: Household, tvdbId: number) {
  const { seasons } = kept(household, tvdbId)
  const numbers = seasons.map(({ seasonNumber }) => seasonNumber)
  return {
    seasons: seasons.filter(({ monitored }) => monitored).map(({ seasonNumber }) => seasonNumber),
    whole: numbers.filter((season) =>
      episodesOf(household, tvdbId, season).every(({ monitored }) => monitored),
    ),
  }
}

/** The seasons that were searched for, in order. */
export function searchesOf({ sonarr }: Household): unknown[] {
  return sonarr.requests.filter(({ path }) => path === '/api/v3/command').map(({ body }) => body)
}

/** The commands that search for these seasons of a show. */
export const seasonSearches = ({ sonarr }: Household, tvdbId: number, seasons: readonly number[]) =>
  seasons.map((seasonNumber) => ({
    name: 'SeasonSearch',
    seriesId: sonarr.find(tvdbId)?.id,
    seasonNumber,
  }))

export const THREE = { ...NIGHTJAR, seasons: [aired(3), aired(3), aired(3)] }

/** A household whose Sonarr keeps season 1 of three and wants none of the others. */
export async function startWithSeason1() {
  const household = await startHousehold({ shows: [THREE] })
  const seasons = [1, 2, 3].map((seasonNumber) => ({ seasonNumber, monitored: seasonNumber === 1 }))
  const entry = household.sonarr.put(THREE, { seasons, monitorNewItems: 'none' })
  for (const episode of entry.episodes) episode.sizeBytes = episode.seasonNumber === 1 ? 1e9 : 0
  return household
}
