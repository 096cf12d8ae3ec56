import { z } from 'zod'
import type { ArrClient } from './arr-client.ts'
import { createLibraryCache } from './library-cache.ts'
import { aimedQualities, type QualityProfile } from './quality-profile.ts'
import { type MediaLog, tolerantList } from './tolerant-list.ts'

const DefinitionSchema = z.object({
  quality: z.object({ id: z.number() }),
  /** Megabytes a minute; null where there is no bound. */
  maxSize: z.number().min(0).nullish(),
  preferredSize: z.number().min(0).nullish(),
})

type Definition = z.infer<typeof DefinitionSchema>

// They seldom change, and an estimate is no more than that.
const KEPT_MS = 60 * 60_000
// As the services count them.
const BYTES_PER_MEGABYTE = 1024 * 1024

/** What a good copy takes at most, in megabytes a minute, by its lines. */
const USUAL = [
  { lines: 2160, megabytes: 250 },
  { lines: 1080, megabytes: 100 },
  { lines: 720, megabytes: 50 },
  { lines: 0, megabytes: 25 },
]

/**
 * How many bytes a minute will take in the quality that a profile aims at: what is preferred of it,
 * else what it may take at most. Many set both to no bound, or next to it, so it is never more than
 * is usual for so many lines.
 */
export function createSizeEstimate({
  arr,
  profile,
  now,
  log,
}: {
  arr: ArrClient
  /** What a new title gets where somebody wants the quality of that name. */
  profile: (quality: string | null) => Promise<QualityProfile>
  now: () => number
  log: MediaLog | undefined
}): (quality: string | null) => Promise<number> {
  const Definitions = tolerantList(DefinitionSchema, { what: 'quality definition', log })
  const definitions = createLibraryCache({
    load: () => arr.get('/qualitydefinition', Definitions),
    now,
    ttlMs: KEPT_MS,
  })

  return async (quality) => {
    const aims = aimedQualities(await profile(quality))
    const known = await definitions.get()
    const sizes = aims.map((aim) => megabytesOf(aim, known))
    return Math.max(0, ...sizes) * BYTES_PER_MEGABYTE
  }
}

function megabytesOf(
  { id, resolution }: { id: number; resolution: number },
  known: readonly Definition[],
): number {
  const usual = USUAL.find(({ lines }) => resolution >= lines)?.megabytes ?? 0
  const { preferredSize, maxSize } = known.find(({ quality }) => quality.id === id) ?? {}
  return Math.min(preferredSize || maxSize || Infinity, usual)
}
