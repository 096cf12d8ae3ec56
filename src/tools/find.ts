import { tellOrAsked } from './tell-asked.ts'
import { tellMeant } from './tell-meant.ts'
import { NamedTitle, TitleArgs } from './title-args.ts'
import { defineTool } from './tool.ts'

export const find = defineTool({
  name: 'find',
  description: 'Look a film or show up: here, downloading, wanted, coming or not here.',
  modelArgs: NamedTitle,
  args: TitleArgs,
  isWrite: false,

  async run(named, context) {
    return tellMeant('find', named, context, (meant) => tellOrAsked(meant, context))
  },
})
