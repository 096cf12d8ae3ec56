import { askWhich } from './ask-which.ts'
import { nothingToGoOn } from './failure.ts'
import { searchTitles } from './search-titles.ts'
import { standingsOf, theOneMeant } from './standings.ts'
import { tellTitle } from './tell-title.ts'
import { NamedTitle, TitleArgs } from './title-args.ts'
import { defineTool } from './tool.ts'

export const find = defineTool({
  name: 'find',
  description: 'Look a film or show up: here, downloading, wanted, coming or not here.',
  modelArgs: NamedTitle,
  args: TitleArgs,
  isWrite: false,

  async run(named, context) {
    const search = await searchTitles(context, named)
    const nothing = nothingToGoOn(search, named, context)
    if (nothing) return nothing

    const standings = await standingsOf(search.found, context)
    const meant = theOneMeant(standings)
    return meant ? tellTitle(meant, context) : askWhich('find', standings)
  },
})
