import type { ToolOutcome } from '../db/column-types.ts'
import type { User } from '../db/users.ts'
import { nothingToGoOn } from './failure.ts'
import { askedInWords, requestsFor } from './request-words.ts'
import { searchLibraries } from './search-titles.ts'
import { NamedTitle, TitleArgs } from './title-args.ts'
import { exactly, externalIdOf, serviceOf, type Title } from './title.ts'
import { defineTool } from './tool.ts'
import { sizeInWords, titleAndYear } from './wording.ts'

export const askAdmin = defineTool({
  name: 'ask_admin',
  description: 'Ask the admins to remove a film or show that is here.',
  modelArgs: NamedTitle,
  args: TitleArgs,
  isWrite: true,
  isForAnswersOnly: true,

  async run(named, context) {
    const absent = absentFor(context.user, named)
    const search = await searchLibraries(context, named)
    const [title] = search.found
    const nothing = nothingToGoOn(search, named, context, absent)
    if (nothing || !title) return nothing ?? absent

    const { sizeBytes } = title
    const size = sizeBytes > 0 ? `, ${sizeInWords(sizeBytes)}` : ''
    const asked = await context.admins.ask({
      kind: 'remove',
      subject: titleAndYear(title),
      call: { tool: 'remove', args: exactly(title) },
      service: serviceOf(title.kind),
      externalId: externalIdOf(title),
      sizeBytes,
      wordings: requestsFor(
        title,
        { user: context.user, users: await context.people.list() },
        (who, subject) => `${who} asks to remove ${subject}${size}`,
      ),
    })
    return askedInWords(asked)
  },
})

/** Says that `refusal`, and offers to ask an admin about a title that is here. */
export function offerToAsk(title: Title, refusal: string, question: string): ToolOutcome {
  return {
    type: 'question',
    text: refusal,
    proposal: {
      kind: 'offer',
      text: question,
      plain: refusal,
      choices: { YES: { tool: askAdmin.name, args: exactly(title) }, NO: null },
    },
  }
}

function absentFor({ ratingCap }: User, { title, year }: TitleArgs): ToolOutcome {
  const name = titleAndYear({ title, year: year ?? 0 })
  // Where a limit was set meanwhile, it may be here all the same.
  const text =
    ratingCap === null ? `${name} is already gone.` : `I can't see ${name} here any more.`
  return { type: 'answer', text }
}
