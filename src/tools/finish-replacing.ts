import type { MediaFingerprint } from '../db/column-types.ts'
import { ArrError } from '../errors.ts'
import type { Radarr } from '../media/radarr.ts'
import { requireService, type ToolContext } from './tool.ts'
import { sizeInWords, titleAndYear } from './wording.ts'

/**
 * Once a copy is deleted: blocks it and has another searched for. Not before, because Radarr
 * searches by itself when a copy is blocked, finds nothing better than the old file while that is
 * there, and takes a second search for the same as one with the first.
 *
 * @throws {ArrError} when Radarr gave no usable answer to the search
 */
export async function finishReplacing(
  target: MediaFingerprint,
  context: ToolContext,
): Promise<string> {
  const radarr = requireService(context, 'radarr')
  const deleted = `Deleted that copy of ${titleAndYear(target)} (${sizeInWords(target.sizeBytes)})`
  const blocked = `${deleted}${await blockedInWords(target, radarr)}.`

  const movie = await radarr.movie(target.id)
  if (movie?.tmdbId !== target.externalId) return blocked
  if (movie.hasFile) return `${blocked} Another one is already here.`
  if (!movie.monitored) await radarr.monitor(target.id)
  await twice(() => radarr.search(target.id))
  return `${blocked} Searching for another.`
}

async function blockedInWords({ id, grabId }: MediaFingerprint, radarr: Radarr): Promise<string> {
  if (grabId === undefined) return ''
  const isBlocked = async () => {
    const grab = (await radarr.grabs(id)).find((each) => each.id === grabId)
    return grab?.hasFailed ?? false
  }
  try {
    await twice(async () => {
      if (!(await isBlocked())) await radarr.markFailed(grabId)
    })
    return ' and blocked it'
  } catch (error) {
    // Radarr fails at what an old history lacks. No copy at all would be worse than the same again.
    if (!(error instanceof ArrError)) throw error
    return ", but couldn't block it"
  }
}

/** An answer that was lost is asked for once more. */
async function twice(act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof ArrError) || !error.isUnclear) throw error
    await act()
  }
}
