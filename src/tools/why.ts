import { filmState } from './film-state.ts'
import { tellOrAsked } from './tell-asked.ts'
import { tellMeant } from './tell-meant.ts'
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
    return tellMeant('why', named, context, (meant) => {
      const { title, downloads } = meant
      const isWantedFilm =
        title.kind === 'film' && filmState(title, downloads, context.now()).type === 'wanted'
      // To take a copy of what has no rating would be to add it.
      return isWantedFilm && !title.needsApproval
        ? tellWanted(title, context)
        : tellOrAsked(meant, context)
    })
  },
})
