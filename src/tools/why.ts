import { askWhich } from './ask-which.ts'
import { nothingToGoOn } from './failure.ts'
import { filmState } from './film-state.ts'
import { searchTitles } from './search-titles.ts'
import { standingsOf, theOneMeant } from './standings.ts'
import { tellTitle } from './tell-title.ts'
import { tellWanted } from './tell-wanted.ts'
import { NamedTitle, TitleArgs } from './title-args.ts'
import { defineTool } from './tool.ts'

export const why = defineTool({
  name: 'why',
  description:
    'Why a film or show is not here yet; looks for copies to be had, which takes a while.',
  modelArgs: NamedTitle,
  args: TitleArgs,
  isWrite: false,

  async run(named, context) {
    const search = await searchTitles(context, named)
    const nothing = nothingToGoOn(search, named, context)
    if (nothing) return nothing

    const standings = await standingsOf(search.found, context)
    const meant = theOneMeant(standings)
    if (!meant) return askWhich('why', standings)
    const { title, downloads } = meant
    const isWantedFilm =
      title.kind === 'film' && filmState(title, downloads, context.now()).type === 'wanted'
    return isWantedFilm ? tellWanted(title, context) : tellTitle(meant, context)
  },
})
