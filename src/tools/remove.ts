import type { Fingerprint, ToolOutcome } from '../db/column-types.ts'
import { ArrError } from '../errors.ts'
import type { Movie, Radarr } from '../media/radarr.ts'
import { noRadarr } from './failure.ts'
import { MovieArgs, NamedMovie } from './movie-args.ts'
import { type ConfirmationWords, defineTool, type ToolContext } from './tool.ts'
import { askWhich, pickMovies } from './which-movie.ts'
import { sizeInWords, titleAndYear } from './wording.ts'

export const remove = defineTool({
  name: 'remove',
  description: 'Ask to remove a film that is here, with its file. The person confirms it, not you.',
  modelArgs: NamedMovie,
  args: MovieArgs,
  isWrite: true,
  adminsOnly: 'Removing is for admins here.',

  async run(named, { radarr }) {
    if (!radarr) return noRadarr
    const movies = pickMovies(await radarr.library(), named)
    if (movies.length > 1) return askWhich('remove', movies)

    // The question is about the film as it is now, not as it was cached.
    const id = movies[0]?.id
    const movie = id === undefined ? undefined : await radarr.movie(id)
    const target = movie && fingerprintOf(movie)
    return target ? propose(target) : absent(named.title)
  },

  confirmed: {
    async read(target, context) {
      const movie = await radarrOf(context).movie(target.id)
      // Another film under the same number means that ours is gone.
      return movie?.tmdbId === target.tmdbId ? fingerprintOf(movie) : undefined
    },
    async perform(target, context) {
      await radarrOf(context).remove(target.id, { deleteFiles: target.files > 0 })
    },
    words,
  },
})

function propose(target: Fingerprint): ToolOutcome {
  const { title, year, tmdbId, files, sizeBytes } = target
  const name = titleAndYear(target)
  const question =
    files > 0
      ? `Remove ${name} and delete its file, ${sizeInWords(sizeBytes)}?`
      : `Remove ${name}? It has no file yet.`
  return {
    type: 'question',
    text: question,
    proposal: {
      kind: 'confirmation',
      text: question,
      call: { tool: 'remove', args: { title, year, tmdbId } },
      fingerprint: target,
      needsCode: files > 0,
    },
  }
}

function words(target: Fingerprint): ConfirmationWords {
  const subject = titleAndYear(target)
  const { files, sizeBytes, title } = target
  return {
    done: `Removed ${subject}${files > 0 ? ` and its file (${sizeInWords(sizeBytes)})` : ''}.`,
    gone: `${subject} is already gone.`,
    kept: `OK, ${subject} stays.`,
    subject,
    reason: 'This deletes a file',
    toDecline: 'to keep it',
    untouched: 'nothing was deleted',
    again: `delete ${title}`,
  }
}

// Its settings may have been taken away since the question; that must not look like "gone".
function radarrOf({ radarr }: ToolContext): Radarr {
  if (!radarr) throw new ArrError('Radarr', 'unconfigured', 'Radarr is not set up any more')
  return radarr
}

function absent(title: string): ToolOutcome {
  return { type: 'answer', text: `There is no "${title}" here to remove.` }
}

function fingerprintOf(movie: Movie): Fingerprint | undefined {
  const { id, tmdbId, title, year, path = '', files, sizeBytes } = movie
  if (id === undefined) return undefined
  return { service: 'radarr', id, tmdbId, title, year, path, files, sizeBytes }
}
