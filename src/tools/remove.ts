import type { z } from 'zod'
import type { MediaFingerprint, ToolOutcome } from '../db/column-types.ts'
import { offerToAsk } from './ask-admin.ts'
import { askWhich } from './ask-which.ts'
import { BooleanArg } from './boolean-arg.ts'
import { nothingToGoOn } from './failure.ts'
import { searchLibraries } from './search-titles.ts'
import { readSeasons, SeasonsArg } from './seasons-arg.ts'
import { standingsOf } from './standings.ts'
import { NamedTitle, TitleArgs } from './title-args.ts'
import { externalIdOf, kindOf, serviceOf, type Title, toFilm, toShow } from './title.ts'
import { type ConfirmationWords, defineTool, requireService, type ToolContext } from './tool.ts'
import { REMOVING } from './wish-words.ts'
import { sizeInWords, titleAndYear } from './wording.ts'

// What cannot be read is refused: left out, it would mean that the files are deleted.
const KeepFiles = BooleanArg.describe('True only if they said to keep the files on the disk')
const Seasons = SeasonsArg.describe('As in add')

const RemoveArgs = TitleArgs.extend({ keep_files: KeepFiles, seasons: Seasons })
const ADMINS_ONLY = 'Removing is for admins here.'

export const remove = defineTool({
  name: 'remove',
  description:
    'Ask to remove a whole film or show that is here, with its files. The person confirms it, not you.',
  modelArgs: NamedTitle.extend({ keep_files: KeepFiles, seasons: Seasons }),
  args: RemoveArgs,
  isWrite: true,
  askedWith: REMOVING,
  adminsOnly: ADMINS_ONLY,

  async forMembers(args, context) {
    if (!(await context.admins.canBeAsked())) return { type: 'answer', text: ADMINS_ONLY }
    const chosen = await choose(args, context)
    if (chosen.type === 'outcome') return chosen.outcome
    const { title, isExact } = chosen
    // What they did not name exactly themselves is named before it is asked about.
    const said =
      isExact && context.isWanted
        ? ADMINS_ONLY
        : `Removing ${titleAndYear(title)} is for admins here.`
    return offerToAsk(title, ADMINS_ONLY, `${said} Want me to ask one? Reply YES.`)
  },

  async run(args, context) {
    const chosen = await choose(args, context)
    if (chosen.type === 'outcome') return chosen.outcome

    // The question is about the title as it is now, not as it was cached.
    const current = await readTitle(asKnown(chosen.title), context)
    const target = current && fingerprintOf(current, args.keep_files ?? false)
    return target ? propose(target, context) : absent(args, context)
  },

  confirmed: {
    async read(target: MediaFingerprint, context) {
      const title = await readTitle({ kind: kindOf(target.service), ...target }, context)
      // Another title under the same number means that ours is gone.
      const isSame = title && externalIdOf(title) === target.externalId
      return isSame ? fingerprintOf(title, target.keepsFiles) : undefined
    },
    async perform({ service, id, files, keepsFiles }: MediaFingerprint, context) {
      await requireService(context, service).remove(id, { deleteFiles: files > 0 && !keepsFiles })
    },
    words,
  },
})

type Chosen =
  | { type: 'title'; title: Title; isExact: boolean }
  | { type: 'outcome'; outcome: ToolOutcome }

/** The one title here that is meant, or what is said where there is none or more than one. */
async function choose(
  { keep_files: keepsFiles, seasons, ...spoken }: z.infer<typeof RemoveArgs>,
  context: ToolContext,
): Promise<Chosen> {
  const namesSeasons = readSeasons(seasons)?.type !== 'all'
  const named = namesSeasons ? { ...spoken, kind: 'show' as const } : spoken
  const search = await searchLibraries(context, named)
  const nothing = nothingToGoOn(search, named, context, absent(named, context))
  if (nothing) return { type: 'outcome', outcome: nothing }
  const [title, other] = search.found
  if (other) {
    const otherArgs = { keep_files: keepsFiles, seasons }
    const outcome = askWhich('remove', await standingsOf(search.found, context), otherArgs)
    return { type: 'outcome', outcome }
  }
  if (!title) return { type: 'outcome', outcome: absent(named, context) }
  if (namesSeasons) return { type: 'outcome', outcome: onlyWhole(title) }
  return { type: 'title', title, isExact: search.isExact }
}

function onlyWhole(show: Title): ToolOutcome {
  const text = `I can only remove all of ${titleAndYear(show)}, not single seasons. Text "delete ${show.title.toLowerCase()}" for that.`
  return { type: 'answer', text }
}

const asKnown = (title: Title) => ({ ...title, externalId: externalIdOf(title) })

/** A title is gone only where its service neither has it under its number nor lists it. */
async function readTitle(
  { kind, id, externalId }: Pick<Title, 'kind' | 'id'> & { externalId: number },
  context: ToolContext,
): Promise<Title | undefined> {
  if (id === undefined) return undefined
  if (kind === 'film') {
    const radarr = requireService(context, 'radarr')
    const movie = (await radarr.movie(id)) ?? (await radarr.findInLibrary(externalId))
    return movie && toFilm(movie)
  }
  const sonarr = requireService(context, 'sonarr')
  const series = (await sonarr.series(id)) ?? (await sonarr.findInLibrary(externalId))
  return series && toShow(series)
}

function propose(target: MediaFingerprint, { isWanted }: ToolContext): ToolOutcome {
  const { title, year, service, externalId, keepsFiles } = target
  const question = questionAbout(target)
  return {
    type: 'question',
    text: question,
    proposal: {
      kind: 'confirmation',
      text: question,
      call: {
        tool: 'remove',
        args: { title, year, kind: kindOf(service), externalId, keep_files: keepsFiles },
      },
      fingerprint: target,
      // A bare yes is too little for a question that they did not ask for. Files that are kept may
      // be replaced too, once the title is added again in another quality.
      needsCode: target.files > 0 || !isWanted,
    },
  }
}

const deletesFiles = ({ files, keepsFiles }: MediaFingerprint) => files > 0 && !keepsFiles

function questionAbout(target: MediaFingerprint): string {
  const name = titleAndYear(target)
  const { files, sizeBytes, keepsFiles } = target
  const size = sizeInWords(sizeBytes)
  if (files === 0) return `Remove ${name}? It has no file yet.`
  return keepsFiles
    ? `Remove ${name} from the list and keep ${filesInWords(target)}, ${size}?`
    : `Remove ${name} and delete ${filesInWords(target)}, ${size}?`
}

/** `its file`, `its 12 files` */
function filesInWords({ files }: MediaFingerprint): string {
  return files === 1 ? 'its file' : `its ${files} files`
}

function words(target: MediaFingerprint): ConfirmationWords {
  const subject = titleAndYear(target)
  const { files, sizeBytes, title, keepsFiles } = target
  const withFiles = `${filesInWords(target)} (${sizeInWords(sizeBytes)})`
  const ending = files === 0 ? '' : keepsFiles ? `; kept ${withFiles}` : ` and ${withFiles}`
  return {
    done: `Removed ${subject}${ending}.`,
    gone: `${subject} is already gone.`,
    kept: `OK, ${subject} stays.`,
    subject,
    reason: reasonFor(target),
    toDecline: 'to keep it',
    untouched: 'nothing was deleted',
    again: `delete ${title.toLowerCase()}`,
  }
}

function reasonFor(target: MediaFingerprint): string {
  if (!deletesFiles(target)) return 'I want to be sure'
  return target.files > 1 ? 'This deletes files' : 'This deletes a file'
}

function absent({ title, year }: TitleArgs, { isNamed }: ToolContext): ToolOutcome {
  const named = isNamed ? `no "${titleAndYear({ title, year: year ?? 0 })}"` : 'no such title'
  return { type: 'answer', text: `There is ${named} here to remove.` }
}

function fingerprintOf(title: Title, keepsFiles: boolean): MediaFingerprint | undefined {
  const { id, year, path = '', files, sizeBytes, addedAt } = title
  if (id === undefined) return undefined
  const place = { service: serviceOf(title.kind), id, externalId: externalIdOf(title), path }
  const fileId = title.kind === 'film' ? title.fileId : undefined
  const named = { title: title.title, year }
  return { ...place, ...named, files, sizeBytes, keepsFiles, fileId, addedAt }
}
