import type { MediaFingerprint, ToolOutcome } from '../db/column-types.ts'
import { grabOfFile } from '../media/grab-history.ts'
import { askWhich } from './ask-which.ts'
import { nothingToGoOn } from './failure.ts'
import { finishReplacing } from './finish-replacing.ts'
import { searchLibraries } from './search-titles.ts'
import { standingsOf } from './standings.ts'
import { NamedTitle, TitleArgs } from './title-args.ts'
import { type Film, toFilm } from './title.ts'
import { type ConfirmationWords, defineTool, requireService, type ToolContext } from './tool.ts'
import { shortTitle, sizeInWords, titleAndYear } from './wording.ts'

export const replaceCopy = defineTool({
  name: 'replace_copy',
  description:
    'Ask to delete a bad copy of a film that is here, block it and find another. The person confirms it, not you.',
  modelArgs: NamedTitle,
  args: TitleArgs,
  isWrite: true,
  adminsOnly: 'Replacing a copy is for admins here.',

  async run(named, context) {
    const search = await searchLibraries(context, named)
    const absent = {
      type: 'answer' as const,
      text: `There is no ${context.isNamed ? `"${shortTitle(named.title)}"` : 'such film'} here to replace.`,
    }
    const nothing = nothingToGoOn(search, named, context, absent)
    if (nothing) return nothing

    const films = search.found.filter((title) => title.kind === 'film')
    const [film, other] = films
    if (!film) return { type: 'answer', text: "I can only replace films' copies so far." }
    if (other) return askWhich('replace_copy', await standingsOf(films, context))
    return propose(film, context)
  },

  confirmed: {
    // A film whose file is another one by now has lost the copy that was asked about.
    async read(target: MediaFingerprint, context) {
      const movie = await requireService(context, 'radarr').movie(target.id)
      const isSame = movie?.tmdbId === target.externalId && movie.fileId === target.fileId
      return movie && isSame ? fingerprintOf(toFilm(movie), target.grabId) : undefined
    },
    async perform({ fileId }: MediaFingerprint, context) {
      if (fileId !== undefined) await requireService(context, 'radarr').deleteFile(fileId)
    },
    finish: finishReplacing,
    words,
  },
})

async function propose({ id, ...cached }: Film, context: ToolContext): Promise<ToolOutcome> {
  const radarr = requireService(context, 'radarr')
  const name = titleAndYear(cached)
  // The question is about the file as it is now, not as it was cached.
  const movie = id === undefined ? undefined : await radarr.movie(id)
  if (id === undefined || movie?.fileId === undefined) {
    return { type: 'answer', text: `${name} isn't here, so there is no copy to replace.` }
  }
  const grab = grabOfFile(await radarr.grabs(id), movie)
  const target = fingerprintOf(toFilm(movie), grab?.id)
  const copy = `this copy of ${titleAndYear(movie)}, ${sizeInWords(movie.sizeBytes)}`
  const question = grab
    ? `Delete ${copy}, block it and find another?`
    : `Delete ${copy}, and find another? I can't block it, so the same one may come again.`
  const { title, year, tmdbId: externalId } = movie
  const args = { title, year, kind: 'film', externalId }
  return {
    type: 'question',
    text: question,
    proposal: {
      kind: 'confirmation',
      text: question,
      call: { tool: 'replace_copy', args },
      fingerprint: target,
      needsCode: true,
    },
  }
}

function words(target: MediaFingerprint): ConfirmationWords {
  const subject = titleAndYear(target)
  return {
    done: `Deleted that copy of ${subject} (${sizeInWords(target.sizeBytes)}), but I can't tell whether it is blocked. Text "add ${subject}" to search for another.`,
    gone: `That copy of ${subject} is already gone.`,
    kept: `OK, this copy of ${subject} stays.`,
    subject,
    reason: 'This deletes a file',
    toDecline: 'to keep it',
    untouched: 'nothing was deleted',
    again: `fix ${target.title}`,
  }
}

function fingerprintOf(film: Film, grabId: number | undefined): MediaFingerprint {
  const { id = 0, tmdbId: externalId, title, year, path = '', files, sizeBytes, fileId } = film
  const service = 'radarr' as const
  const place = { service, id, externalId, title, year, path }
  return { ...place, files, sizeBytes, keepsFiles: false, fileId, grabId }
}
