import type { ToolOutcome } from '../db/column-types.ts'
import { ArrError } from '../errors.ts'
import type { Radarr } from '../media/radarr.ts'
import type { OfferedCopy } from '../media/release-search.ts'
import { copyInWords } from './copy-in-words.ts'
import { exactly, type Film, listOf } from './title.ts'
import { requireService, type ToolContext } from './tool.ts'
import { titleAndYear } from './wording.ts'

/** Why a film that is wanted is not here: what a search finds of it now, and the best to be taken. */
export async function tellWanted(film: Film, context: ToolContext): Promise<ToolOutcome> {
  const name = titleAndYear(film)
  const searchedAt = context.now()
  const found = await search(film, context)
  if (!found) {
    const text = `${name} is wanted, but I couldn't search for it just now. Please ask again in a while.`
    return { type: 'failure', text }
  }
  const [best] = found
  const list = listOf([film], 'find')
  if (!best) {
    return { type: 'answer', text: `${name} is wanted, but nobody offers a copy yet.`, list }
  }
  const text = best.isRejected
    ? `${name} is wanted, but nothing found so far is good enough. Best: ${copyInWords(best)}.`
    : `${name} is wanted, and there is a good copy: ${copyInWords(best)}.`
  const { guid, indexerId, resolution, quality, sizeBytes } = best
  const args = { ...exactly(film), guid, indexerId, resolution, quality, sizeBytes, searchedAt }
  return {
    type: 'question',
    text,
    list,
    proposal: {
      kind: 'offer',
      text: `${text} Take it? Reply YES.`,
      plain: text,
      choices: { YES: { tool: 'take_copy', args }, NO: null },
    },
  }
}

/** What is to be had, best first; undefined where nobody could look. */
async function search(
  { id, qualityProfileId }: Film,
  context: ToolContext,
): Promise<OfferedCopy[] | undefined> {
  const radarr = requireService(context, 'radarr')
  try {
    return id === undefined ? [] : await bestFirst(radarr, id, qualityProfileId)
  } catch (error) {
    // Radarr says no, or breaks, when the indexers do.
    if (!(error instanceof ArrError)) throw error
    if (!error.isUnclear && error.failure !== 'rejected') throw error
    context.log.warn({ err: error, sid: context.sid }, 'a search for copies failed')
    return undefined
  }
}

async function bestFirst(
  radarr: Radarr,
  movieId: number,
  profileId: number | undefined,
): Promise<OfferedCopy[]> {
  const [copies, highest = Infinity] = await Promise.all([
    radarr.releases(movieId),
    radarr.highestResolution(profileId),
  ])
  // What is finer than the profile wants is large: better than a cinema recording, and than nothing.
  const rank = ({ isRejected, resolution }: OfferedCopy) =>
    !isRejected ? Infinity : resolution > highest ? 1 / resolution : resolution
  return copies.toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(b) - rank(a)))
}
