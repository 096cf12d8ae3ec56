import { z } from 'zod'
import type { Kind } from '../db/column-types.ts'
import type { ArrError } from '../errors.ts'
import { type Download, soonness } from '../media/queue.ts'
import { allFailed, leftOut, notSetUp, nothingIs } from './failure.ts'
import { downloadInWords, progressInShort } from './progress.ts'
import { askBoth } from './side-by-side.ts'
import { listOf } from './title.ts'
import { defineTool } from './tool.ts'
import { episodesInShort, shortTitle, titleAndYear } from './wording.ts'

const NoArgs = z.object({})
const MAX_LISTED = 5

type OnItsWay = Download & { kind: Kind }

export const downloading = defineTool({
  name: 'downloading',
  description: 'What is downloading now, with progress and time left.',
  modelArgs: NoArgs,
  args: NoArgs,
  isWrite: false,

  async run(_args, context) {
    const queues = await askBoth<OnItsWay>(context, undefined, {
      films: async (radarr) => (await radarr.queue()).map((row) => ({ ...row, kind: 'film' })),
      shows: async (sonarr) => (await sonarr.queue()).map((row) => ({ ...row, kind: 'show' })),
    })
    if (queues.asked === 0) return notSetUp(context, undefined)
    const failure = allFailed(queues)
    if (failure) return failure

    const downloads = queues.found.toSorted((a, b) => soonness(a) - soonness(b))
    const sentences = [inWords(downloads, queues.failures), ...queues.failures.map(leftOut)]
    const list = downloads.length > 0 ? listOf(downloads.slice(0, MAX_LISTED), 'find') : undefined
    return { type: 'answer', text: sentences.join('\n'), ...(list && { list }) }
  },
})

function inWords(downloads: readonly Download[], failures: readonly ArrError[]): string {
  const [only, another] = downloads
  if (!only) return `${nothingIs(failures)} downloading right now.`
  if (!another) return `${nameOf(only)} ${downloadInWords(only)}.`

  const lines = downloads
    .slice(0, MAX_LISTED)
    .map((download) => `${nameOf(download)} - ${progressInShort(download)}`)
  const others = downloads.length - lines.length
  return [...lines, ...(others > 0 ? [`And ${others} more.`] : [])].join('\n')
}

/** `Dune (2021)`, `Andor S2`, `Severance S3E1-2` */
function nameOf(download: Download): string {
  const { title, season, episodes = [] } = download
  if (season === undefined) return titleAndYear(download)
  const [first] = episodes
  // A handful may be named one by one; more of them are a season, or most of it.
  const named = first !== undefined && episodes.length <= 3
  return `${shortTitle(title)} S${season}${named ? episodesInShort(episodes) : ''}`
}
