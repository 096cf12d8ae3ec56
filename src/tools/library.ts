import { z } from 'zod'
import type { ToolOutcome } from '../db/column-types.ts'
import type { ArrError } from '../errors.ts'
import { BooleanArg } from './boolean-arg.ts'
import { allFailed, leftOut, notSetUp } from './failure.ts'
import { askBoth } from './side-by-side.ts'
import { NamedTitle } from './title-args.ts'
import { titleKey } from './title-key.ts'
import { listOf, type Title, toFilm, toShow } from './title.ts'
import { defineTool, type ToolContext } from './tool.ts'
import { titleAndYear } from './wording.ts'

const MAX_NEWEST = 5
// More than a text holds: MORE sends the rest, and a model reads them all.
const MAX_NAMED = 60

const LibraryArgs = z.object({
  kind: NamedTitle.shape.kind,
  newest: BooleanArg.catch(undefined).describe('True for what is new here'),
  words: z
    .string()
    .trim()
    .max(100)
    .nullish()
    .catch(undefined)
    .describe('Part of the titles they ask for'),
})

type LibraryArgs = z.infer<typeof LibraryArgs>

export const library = defineTool({
  name: 'library',
  description: 'Which films and shows are here: all, the newest, or those with words in the title.',
  modelArgs: LibraryArgs,
  args: LibraryArgs,
  isWrite: false,

  async run(args, context) {
    const libraries = await askBoth<Title>(context, args.kind, {
      films: async (radarr) => (await radarr.library()).map(toFilm),
      shows: async (sonarr) => (await sonarr.library()).map(toShow),
    })
    if (libraries.asked === 0) return notSetUp(context, args.kind)
    const failure = allFailed(libraries)
    if (failure) return failure

    const here = libraries.found.filter(({ files }) => files > 0)
    const answer = tell(here, args, {
      ...answering(context, libraries.failures),
      isNamed: context.isNamed,
    })
    const sentences = [answer.text, ...libraries.failures.map(leftOut)]
    return { ...answer, text: sentences.join(' ') }
  },
})

type Services = Pick<ToolContext, 'radarr' | 'sonarr'>

/** Those that can be spoken for. */
function answering({ radarr, sonarr }: Services, failures: readonly ArrError[]): Services {
  const failed = failures.map(({ service }) => service)
  return {
    radarr: failed.includes('Radarr') ? undefined : radarr,
    sonarr: failed.includes('Sonarr') ? undefined : sonarr,
  }
}

function tell(
  here: readonly Title[],
  { kind, newest, words }: LibraryArgs,
  { isNamed, ...services }: Services & Pick<ToolContext, 'isNamed'>,
): Extract<ToolOutcome, { type: 'answer' }> {
  const key = titleKey(words ?? '')
  const fitting = here.filter(({ title }) => titleKey(title).includes(key))
  const counted = countsOf(fitting, kind, services)
  if (fitting.length === 0) {
    const text =
      key === ''
        ? `There are no ${counted.kinds} here yet.`
        : `Nothing here has ${isNamed ? `"${words}"` : 'that'} in its title.`
    return { type: 'answer', text }
  }
  if (newest) return named('Newest here', byNewest(fitting).slice(0, MAX_NEWEST), 0)

  const sorted = byTitle(fitting)
  const shown = sorted.slice(0, MAX_NAMED)
  // Nothing is left of words that every title may begin with.
  const isUnheeded = words && key === '' && isNamed
  const unheeded = isUnheeded ? `"${words}" doesn't narrow it down. ` : ''
  return named(`${unheeded}${counted.text} here`, shown, sorted.length - shown.length)
}

function named(beginning: string, titles: readonly Title[], others: number) {
  const names = titles.map(titleAndYear).join(', ')
  const more = others > 0 ? `, and ${others} more` : ''
  return {
    type: 'answer' as const,
    text: `${beginning}: ${names}${more}.`,
    list: listOf(titles, 'find'),
  }
}

/** `18 films and 1 show` */
function countsOf(
  titles: readonly Title[],
  kind: LibraryArgs['kind'],
  { radarr, sonarr }: Services,
) {
  const kinds = (['film', 'show'] as const).filter(
    (each) => (kind ?? each) === each && (each === 'film' ? radarr : sonarr),
  )
  const text = kinds.flatMap((each) => {
    const count = titles.filter((title) => title.kind === each).length
    return count > 0 || kinds.length === 1 ? [`${count} ${each}${count === 1 ? '' : 's'}`] : []
  })
  return { text: text.join(' and '), kinds: kinds.map((each) => `${each}s`).join(' or ') }
}

function byNewest(titles: readonly Title[]): Title[] {
  return titles.toSorted((a, b) => addedAt(b) - addedAt(a))
}

const addedAt = ({ addedAt: iso }: Title) => Date.parse(iso ?? '') || 0

function byTitle(titles: readonly Title[]): Title[] {
  return titles.toSorted((a, b) => a.title.localeCompare(b.title))
}
