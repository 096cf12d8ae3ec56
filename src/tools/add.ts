import type { ToolOutcome } from '../db/column-types.ts'
import { ArrError } from '../errors.ts'
import type { AddMovieOutcome, Movie, Radarr } from '../media/radarr.ts'
import { noRadarr } from './failure.ts'
import { MovieArgs, NamedMovie } from './movie-args.ts'
import { defineTool, type ToolContext } from './tool.ts'
import { askWhich, notFound, searchMovies } from './which-movie.ts'
import { titleAndYear } from './wording.ts'

export const add = defineTool({
  name: 'add',
  description: 'Add a film, so that it is searched for and downloaded.',
  modelArgs: NamedMovie,
  args: MovieArgs,
  isWrite: true,

  async run(named, context) {
    const { radarr, requests } = context
    if (!radarr) return noRadarr

    const begun = await requests.find(context)
    const movies = await searchMovies(
      radarr,
      begun ? { ...begun, tmdbId: begun.externalId } : named,
    )
    const [movie] = movies
    if (!movie) return notFound(named)
    if (movies.length > 1) return askWhich('add', movies)
    return ensure(movie, radarr, context, begun !== undefined)
  },
})

/**
 * Converges: whatever an earlier start of this call got done, afterwards the film is there, wanted
 * and searched for. Only a film that somebody else put there is reported as already there.
 */
async function ensure(
  movie: Movie,
  radarr: Radarr,
  context: ToolContext,
  isRestart: boolean,
): Promise<ToolOutcome> {
  const { user, sid, callId, requests } = context
  const { title, year, tmdbId } = movie
  if (!isRestart) {
    const request = { service: 'radarr' as const, externalId: tmdbId, title, year }
    await requests.begin({ ...request, sid, callId, userId: user.id })
  }

  const present = await radarr.findInLibrary(tmdbId)
  if (present) return ensureWanted(present, radarr, { isOurs: isRestart })
  const outcome = await addOrLookAgain(movie, radarr)
  if (outcome.type === 'added') return { type: 'change', text: sayAdded(movie, outcome.resolution) }

  const added = await lookAgain(tmdbId, radarr)
  if (added) return ensureWanted(added, radarr, { isOurs: true })
  return {
    type: 'failure',
    text: `Radarr stopped answering while I added ${titleAndYear(movie)}. Please ask again in a while.`,
  }
}

// When the answer is lost the film may be there all the same, and looking tells.
async function addOrLookAgain(
  movie: Movie,
  radarr: Radarr,
): Promise<AddMovieOutcome | { type: 'unclear' }> {
  try {
    return await radarr.add(movie)
  } catch (error) {
    if (error instanceof ArrError && error.isUnclear) return { type: 'unclear' }
    throw error
  }
}

async function lookAgain(tmdbId: number, radarr: Radarr): Promise<Movie | undefined> {
  try {
    return await radarr.findInLibrary(tmdbId)
  } catch (error) {
    if (error instanceof ArrError && error.isUnclear) return undefined
    throw error
  }
}

/** `isOurs`: that it is there is this call's own doing. */
async function ensureWanted(
  movie: Movie,
  radarr: Radarr,
  { isOurs }: { isOurs: boolean },
): Promise<ToolOutcome> {
  const name = titleAndYear(movie)
  const { id, monitored, hasFile } = movie
  if (id === undefined || hasFile) {
    return { type: 'answer', text: `${name} is already here.` }
  }
  if (!monitored) await radarr.monitor(id)
  const isNew = isOurs || !monitored
  const isSearching = await hasBegunSearch(id, radarr)
  if (isSearching) {
    const text = isNew ? sayAdded(movie) : `${name} is already wanted. Searching for it again now.`
    return { type: 'change', text }
  }
  const unclear = `Radarr stopped answering before the search. Text "add ${name}" again in a while.`
  return isNew
    ? { type: 'change', text: `Added ${name}, but ${unclear}` }
    : { type: 'failure', text: `${name} is already wanted, but ${unclear}` }
}

async function hasBegunSearch(id: number, radarr: Radarr): Promise<boolean> {
  try {
    await radarr.search(id)
    return true
  } catch (error) {
    if (error instanceof ArrError && error.isUnclear) return false
    throw error
  }
}

function sayAdded(movie: Movie, resolution?: string): string {
  const added = `Added ${titleAndYear(movie)}${resolution ? ` in ${resolution}` : ''}.`
  return `${added} ${movie.isAvailable === false ? "It isn't out yet." : 'Searching for it now.'}`
}
