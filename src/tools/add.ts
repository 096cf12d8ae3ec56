import { addFilm } from './add-film.ts'
import { addShow } from './add-show.ts'
import { askWhich } from './ask-which.ts'
import { nothingToGoOn } from './failure.ts'
import { searchTitles } from './search-titles.ts'
import { readSeasons, SeasonsArg } from './seasons-arg.ts'
import { standingsOf } from './standings.ts'
import { NamedTitle, TitleArgs } from './title-args.ts'
import { externalIdOf, kindOf, serviceOf, type Title } from './title.ts'
import { defineTool, type ToolContext } from './tool.ts'

export const add = defineTool({
  name: 'add',
  description: 'Add a film or show, or seasons of a show, so that it is searched and downloaded.',
  modelArgs: NamedTitle.extend({ seasons: SeasonsArg }),
  args: TitleArgs.extend({ seasons: SeasonsArg }),
  isWrite: true,

  async run({ seasons, ...named }, context) {
    const begun = await context.requests.find(context)
    // Seasons make it a show, whatever else has that name; models say "all" of films too.
    const isShow = readSeasons(seasons)?.type !== 'all'
    const kind = begun ? kindOf(begun.service) : (named.kind ?? (isShow ? 'show' : undefined))
    const wanted = begun ? { ...begun, kind } : { ...named, kind }
    const search = await searchTitles(context, wanted)
    const nothing = nothingToGoOn(search, wanted, context)
    if (nothing) return nothing

    const [title, other] = search.found
    if (!title || other) {
      return askWhich('add', await standingsOf(search.found, context), { seasons })
    }
    const isRestart = begun !== undefined
    if (!isRestart) await context.requests.begin(requestFor(title, context))
    return title.kind === 'film'
      ? addFilm(title, context, isRestart)
      : addShow(title, seasons, context, isRestart)
  },
})

function requestFor(title: Title, { user, sid, callId }: ToolContext) {
  return {
    service: serviceOf(title.kind),
    externalId: externalIdOf(title),
    title: title.title,
    year: title.year,
    sid,
    callId,
    userId: user.id,
  }
}
