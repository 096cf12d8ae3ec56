import type { ToolOutcome } from '../db/column-types.ts'
import { filmState } from './film-state.ts'
import { tellFilm } from './tell-film.ts'
import { type Film, toFilm } from './title.ts'
import { requireService, type ToolContext } from './tool.ts'
import { unlessLost } from './unless-lost.ts'
import { titleAndYear } from './wording.ts'

/**
 * Converges: whatever an earlier start of this call got done, afterwards the film is there, wanted
 * and searched for. Only a film that somebody else put there is reported as already there.
 */
export async function addFilm(
  film: Film,
  context: ToolContext,
  isRestart: boolean,
): Promise<ToolOutcome> {
  const radarr = requireService(context, 'radarr')
  const present = await radarr.findInLibrary(film.tmdbId)
  if (present) return ensureWanted(toFilm(present), context, { isOurs: isRestart })
  const outcome = await unlessLost(() => radarr.add(film, context.user.qualityProfile))
  if (outcome?.type === 'added') return { type: 'change', text: sayAdded(film, outcome.resolution) }

  // When the answer is lost the film may be there all the same, and looking tells.
  const added = await unlessLost(() => radarr.findInLibrary(film.tmdbId))
  // Somebody else has added it just now, and it is searched for.
  if (added && outcome && !isRestart) return tellFilm(toFilm(added), [], context)
  if (added) return ensureWanted(toFilm(added), context, { isOurs: true })
  const text = `Radarr stopped answering while I added ${titleAndYear(film)}. Please ask again in a while.`
  return { type: 'failure', text }
}

/** `isOurs`: that it is there is this call's own doing. */
async function ensureWanted(
  film: Film,
  context: ToolContext,
  { isOurs }: { isOurs: boolean },
): Promise<ToolOutcome> {
  const radarr = requireService(context, 'radarr')
  const name = titleAndYear(film)
  const { id, monitored, hasFile } = film
  if (id === undefined || hasFile) {
    return { type: 'answer', text: `${name} is already here.` }
  }
  // What is on its way is not searched for again; what is ours cannot be yet.
  const downloads = isOurs ? [] : ((await unlessLost(() => radarr.queue())) ?? [])
  if (filmState(film, downloads, context.now()).type === 'downloading') {
    return tellFilm(film, downloads, context)
  }
  if (!monitored) await radarr.monitor(id)
  const isNew = isOurs || !monitored
  const isSearching = await unlessLost(() => radarr.search(id).then(() => true))
  if (isSearching) {
    const text = isNew ? sayAdded(film) : `${name} is already wanted. Searching for it again now.`
    return { type: 'change', text }
  }
  const unclear = `Radarr stopped answering before the search. Text "add ${name}" again in a while.`
  return isNew
    ? { type: 'change', text: `Added ${name}, but ${unclear}` }
    : { type: 'failure', text: `${name} is already wanted, but ${unclear}` }
}

function sayAdded(film: Film, resolution?: string): string {
  const added = `Added ${titleAndYear(film)}${resolution ? ` in ${resolution}` : ''}.`
  return `${added} ${film.isAvailable === false ? "It isn't out yet." : 'Searching for it now.'}`
}
