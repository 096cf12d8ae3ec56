import type { z } from 'zod'
import { ArrError } from '../errors.ts'
import { createAddDefaults, type LibraryTitle } from './add-defaults.ts'
import type { ArrClient } from './arr-client.ts'
import { createLibraryCache } from './library-cache.ts'
import { resolutionOf } from './quality-profile.ts'
import { createSizeEstimate } from './size-estimate.ts'
import { type MediaLog, tolerantList } from './tolerant-list.ts'

export type AddOutcome = { type: 'added'; resolution: string | undefined } | { type: 'exists' }

export type TitleLibrary<T extends KnownTitle> = ReturnType<typeof createTitleLibrary<T>>

interface KnownTitle extends LibraryTitle {
  id?: number | undefined
}

/** The films of Radarr or the shows of Sonarr: what both services do in the same way. */
export function createTitleLibrary<T extends KnownTitle>({
  arr,
  kind,
  schema,
  now,
  log,
}: {
  arr: ArrClient
  kind: 'movie' | 'series'
  schema: z.ZodType<T>
  now: () => number
  log: MediaLog | undefined
}) {
  const Titles = tolerantList(schema, { what: kind, log })
  const cache = createLibraryCache<readonly T[]>({ load: () => arr.get(`/${kind}`, Titles), now })
  const addDefaults = createAddDefaults({ arr, library: () => cache.get(), now, log })

  const bytesPerMinute = createSizeEstimate({
    arr,
    profile: async (quality) => (await addDefaults(quality)).profile,
    now,
    log,
  })

  // A change that failed may have taken effect all the same.
  async function change<R>(request: Promise<R>): Promise<R> {
    try {
      return await request
    } finally {
      cache.invalidate()
    }
  }

  return {
    change,

    /** How much a minute of a new title is likely to take. */
    bytesPerMinute,

    /** At most five minutes old, and never older than the last change made here. */
    all: () => cache.get(),

    async lookup(term: string): Promise<T[]> {
      const found = await arr.get(`/${kind}/lookup`, Titles, { term })
      // Some versions carry a library id in a lookup and some don't, so nobody may rely on one.
      return found.map((title) => ({ ...title, id: undefined }))
    },

    find(externalId: { tmdbId: number } | { tvdbId: number }): Promise<T[]> {
      return arr.get(`/${kind}`, Titles, externalId)
    },

    async title(id: number): Promise<T | undefined> {
      return arr.get(`/${kind}/${id}`, schema).catch((error: unknown) => {
        if (error instanceof ArrError && error.failure === 'missing') return undefined
        throw error
      })
    },

    /**
     * Adds `title`, monitored, in the folder that most of the library has, with the profile that is
     * called `quality`, or else that of most of the library.
     */
    async add(title: object, quality: string | null): Promise<AddOutcome> {
      const { profile, rootFolder } = await addDefaults(quality)
      const place = { qualityProfileId: profile.id, rootFolderPath: rootFolder.path }
      const body = { ...title, ...place, monitored: true }

      try {
        await change(arr.post(`/${kind}`, schema, body))
        return { type: 'added', resolution: resolutionOf(profile) }
      } catch (error) {
        if (error instanceof ArrError && error.isDuplicate) return { type: 'exists' }
        throw error
      }
    },
  }
}
