import { z } from 'zod'
import type { ToolOutcome } from '../db/column-types.ts'
import { ArrError } from '../errors.ts'
import type { Radarr } from '../media/radarr.ts'
import { qualityInWords } from './copy-in-words.ts'
import { tellFilm } from './tell-film.ts'
import { toFilm } from './title.ts'
import { defineTool, requireService, type ToolContext } from './tool.ts'
import { unlessLost } from './unless-lost.ts'
import { sizeInWords, titleAndYear } from './wording.ts'

const CopyArgs = z.object({
  title: z.string(),
  year: z.number(),
  externalId: z.number(),
  guid: z.string(),
  indexerId: z.number(),
  resolution: z.number(),
  quality: z.string().optional(),
  sizeBytes: z.number(),
  /** When it was found, in epoch milliseconds. */
  searchedAt: z.number(),
})

type CopyArgs = z.infer<typeof CopyArgs>

// Radarr's clock need not be ours.
const CLOCK_SLACK_MS = 10 * 60_000

export const takeCopy = defineTool({
  name: 'take_copy',
  description: 'Takes the copy that was offered.',
  modelArgs: z.object({}),
  args: CopyArgs,
  isWrite: true,
  isForAnswersOnly: true,

  async run(copy, context) {
    const radarr = requireService(context, 'radarr')
    const name = titleAndYear(copy)
    const film = await radarr.findInLibrary(copy.externalId)
    if (film?.id === undefined) return { type: 'answer', text: `${name} isn't wanted any more.` }
    if (film.hasFile) return { type: 'answer', text: `${name} is already here.` }

    // An earlier start may have taken it; what was grabbed just now is in no queue yet.
    if (await isTaken(copy, film.id, radarr)) return taken(copy)
    const downloads = await radarr.queue()
    const isOnItsWay = downloads.some(({ externalId }) => externalId === copy.externalId)
    if (isOnItsWay) return tellFilm(toFilm(film), downloads, context)
    return take(copy, film.id, context)
  },
})

async function take(copy: CopyArgs, movieId: number, context: ToolContext): Promise<ToolOutcome> {
  const radarr = requireService(context, 'radarr')
  const name = titleAndYear(copy)
  try {
    await radarr.grab(copy)
    return taken(copy)
  } catch (error) {
    if (!(error instanceof ArrError)) throw error
    context.log.warn({ err: error, sid: context.sid }, 'a copy could not be taken')
    if (error.failure === 'missing' || error.failure === 'rejected') {
      const text = `That copy of ${name} can't be had any more. Ask "why isn't ${copy.title} here" for another.`
      return { type: 'failure', text }
    }
    if (!error.isUnclear) throw error
    if (await unlessLost(() => isTaken(copy, movieId, radarr))) return taken(copy)
    const text = `Radarr stopped answering while I took that copy of ${name}. Please ask again in a while.`
    return { type: 'failure', text }
  }
}

/** Whether the history knows that just this copy was taken since it was offered. */
async function isTaken(
  { guid, searchedAt }: CopyArgs,
  movieId: number,
  radarr: Radarr,
): Promise<boolean> {
  const grabs = await radarr.grabs(movieId)
  return grabs.some(
    (grab) => grab.guid === guid && !grab.hasFailed && grab.atMs >= searchedAt - CLOCK_SLACK_MS,
  )
}

function taken(copy: CopyArgs): ToolOutcome {
  const size = copy.sizeBytes > 0 ? `, ${sizeInWords(copy.sizeBytes)}` : ''
  const text = `Taking the ${qualityInWords(copy)} copy of ${titleAndYear(copy)}${size}. It's downloading now.`
  return { type: 'change', text }
}
