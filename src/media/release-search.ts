import { z } from 'zod'
import type { ArrClient } from './arr-client.ts'
import { type MediaLog, tolerantList } from './tolerant-list.ts'

/** Names one release among those the last search found; Radarr forgets them after half an hour. */
export interface ReleaseId {
  guid: string
  indexerId: number
}

/** A copy of a film that somebody offers. */
export interface OfferedCopy extends ReleaseId {
  /** Lines, such as 1080; 0 where nobody knows. */
  resolution: number
  /** The service's name of the quality: `WEBDL-720p`, `CAM`. */
  quality: string | undefined
  sizeBytes: number
  /** The quality profile or another rule is against it. */
  isRejected: boolean
}

const ReleaseRow = z.object({
  guid: z.string().min(1),
  indexerId: z.number(),
  size: z.number().nullish(),
  quality: z
    .object({
      quality: z.object({ name: z.string().nullish(), resolution: z.number().nullish() }).nullish(),
    })
    .nullish(),
  rejected: z.boolean().nullish(),
  rejections: z.array(z.string()).nullish().catch([]),
  downloadAllowed: z.boolean().nullish(),
  mappedMovieId: z.number().nullish(),
})

// A search asks every indexer, one slow one included.
export const SEARCH_LIMIT_MS = 40_000

// `WEBDL-720p`. Whatever else stands there is told to nobody.
const QUALITY_NAME = /^[\w-]{1,20}$/

const BLOCKED = /\bblock ?list|\bblacklist/i

/** What can be taken of a film, in Radarr's order: what is blocked or another film is left out. */
export async function searchReleases(
  arr: ArrClient,
  { movieId, log }: { movieId: number; log: MediaLog | undefined },
): Promise<OfferedCopy[]> {
  const Releases = tolerantList(ReleaseRow, { what: 'release', log })
  const found = await arr.get('/release', Releases, { movieId }, { limitMs: SEARCH_LIMIT_MS })
  return found
    .filter(({ mappedMovieId }) => !mappedMovieId || mappedMovieId === movieId)
    .filter(({ downloadAllowed }) => downloadAllowed !== false)
    .filter(({ rejections }) => !rejections?.some((reason) => BLOCKED.test(reason)))
    .map(({ guid, indexerId, size, quality, rejected }) => ({
      guid,
      indexerId,
      resolution: quality?.quality?.resolution ?? 0,
      quality: nameOf(quality?.quality?.name),
      sizeBytes: size ?? 0,
      isRejected: rejected ?? false,
    }))
}

function nameOf(quality: string | null | undefined): string | undefined {
  return quality && QUALITY_NAME.test(quality) ? quality : undefined
}
