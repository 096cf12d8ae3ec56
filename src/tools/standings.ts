import type { Kind } from '../db/column-types.ts'
import type { Download } from '../media/queue.ts'
import { filmState, filmStateInShort } from './film-state.ts'
import { showStateInShort } from './show-state.ts'
import { askBoth } from './side-by-side.ts'
import type { Title } from './title.ts'
import type { ToolContext } from './tool.ts'

/** A title, where it stands in a word, and what is on its way. */
export interface Standing {
  title: Title
  inShort: string
  downloads: readonly Download[]
}

/**
 * Where each of `titles` stands now. The queues are asked only where the answer is in them, and
 * without a queue's answer a title that is on its way is still truly wanted.
 */
export async function standingsOf(
  titles: readonly Title[],
  context: ToolContext,
): Promise<Standing[]> {
  const isKept = (kind: Kind) =>
    titles.some((title) => title.kind === kind && title.id !== undefined && !isComplete(title))
  const queue = async (kind: Kind, read: () => Promise<Download[]>) => [
    { kind, downloads: isKept(kind) ? await read() : [] },
  ]
  // Only what is in `titles` is told of.
  const { found } = await askBoth({ ...context, ...context.unlimited }, undefined, {
    films: (radarr) => queue('film', () => radarr.queue()),
    shows: (sonarr) => queue('show', () => sonarr.queue()),
  })

  const now = context.now()
  return titles.map((title) => {
    const downloads = found.find(({ kind }) => kind === title.kind)?.downloads ?? []
    const inShort =
      title.kind === 'film'
        ? filmStateInShort(filmState(title, downloads, now), now)
        : showStateInShort(title, downloads)
    return { title, inShort, downloads }
  })
}

/** The one that is meant: the only one, or the only one that is not "not here". */
export function theOneMeant(standings: readonly Standing[]): Standing | undefined {
  if (standings.length === 1) return standings[0]
  // "Is Heat in?" asks about the one that is, not about its three namesakes.
  const present = standings.filter(({ inShort }) => inShort !== 'not here')
  return present.length === 1 ? present[0] : undefined
}

function isComplete(title: Title): boolean {
  return title.kind === 'film' && title.hasFile
}
