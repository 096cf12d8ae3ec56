import { askWhich } from './ask-which.ts'
import { nothingToGoOn } from './failure.ts'
import { searchTitles } from './search-titles.ts'
import { type Standing, standingsOf } from './standings.ts'
import { tellFilm } from './tell-film.ts'
import { tellShow } from './tell-show.ts'
import { NamedTitle, TitleArgs } from './title-args.ts'
import { defineTool, type ToolContext } from './tool.ts'

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
    const [only] = standings
    if (only && standings.length === 1) return tell(only, context)
    // "Is Heat in?" asks about the one that is, not about its three namesakes.
    const present = standings.filter(({ inShort }) => inShort !== 'not here')
    const [kept] = present
    return kept && present.length === 1 ? tell(kept, context) : askWhich('find', standings)
  },
})

function tell({ title, downloads }: Standing, context: ToolContext) {
  return title.kind === 'film'
    ? tellFilm(title, downloads, context)
    : tellShow(title, downloads, context)
}
