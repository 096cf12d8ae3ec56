import { assert } from 'vitest'
import { BY_OPERATOR } from '../../src/db/audit-log.ts'
import { type Household, type HouseholdOptions, KIM, startHousehold } from './household.ts'

export const ABOVE = 'That one is above your rating limit here.'

/** Gives whoever has this phone a rating limit, or takes it away. */
export async function limit({ store }: Household, phone: string, cap: string | null) {
  const user = await store.users.findByPhone(phone)
  assert(user)
  await store.users.change(user.id, { ratingCap: cap }, BY_OPERATOR)
}

/** A household whose Kim has a rating limit. */
export async function startLimited(cap: string, options: HouseholdOptions = {}) {
  const household = await startHousehold(options)
  await limit(household, KIM, cap)
  return household
}

/** What was asked of a service that changes something there, or searches the indexers. */
export function changesIn({ radarr, sonarr }: Household): string[] {
  return [...radarr.requests, ...sonarr.requests]
    .filter(({ method, path }) => method !== 'GET' || path.startsWith('/api/v3/release'))
    .map(({ method, path }) => `${method} ${path}`)
}

/** Lets a film of the library be on its way. */
export function download({ radarr }: Household, tmdbId: number) {
  radarr.queue.push({
    downloadId: `film ${tmdbId}`,
    title: 'A.Release',
    sizeBytes: 100,
    leftBytes: 90,
    minutesLeft: 30,
    status: 'downloading',
    movieId: radarr.find(tmdbId)?.id ?? 0,
  })
}
