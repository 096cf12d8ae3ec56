import type { ToolOutcome } from '../db/column-types.ts'
import type { User } from '../db/users.ts'
import { cleanName } from '../seen-text.ts'
import { nothingToGoOn } from './failure.ts'
import { searchLibraries } from './search-titles.ts'
import { NamedTitle, TitleArgs } from './title-args.ts'
import { titleKey } from './title-key.ts'
import { exactly, externalIdOf, serviceOf, type Title } from './title.ts'
import { defineTool } from './tool.ts'
import { shortTitle, sizeInWords, titleAndYear } from './wording.ts'

export const askAdmin = defineTool({
  name: 'ask_admin',
  description: 'Ask the admins to remove a film or show that is here.',
  modelArgs: NamedTitle,
  args: TitleArgs,
  isWrite: true,
  isForAnswersOnly: true,

  async run(named, context) {
    const absent: ToolOutcome = { type: 'answer', text: `${titleOf(named)} is already gone.` }
    const search = await searchLibraries(context, named)
    const [title] = search.found
    const nothing = nothingToGoOn(search, named, context, absent)
    if (nothing || !title) return nothing ?? absent

    const { type, names } = await context.admins.ask({
      service: serviceOf(title.kind),
      externalId: externalIdOf(title),
      target: titleAndYear(title),
      wordings: requestsToRemove(title, context.user),
    })
    switch (type) {
      case 'asked':
        return { type: 'change', text: `I've asked ${namesInWords(names)}.` }
      case 'already-asked':
        return { type: 'answer', text: `I've already asked ${namesInWords(names)} today.` }
      case 'nobody':
        return { type: 'answer', text: 'There is no admin here whom I can text right now.' }
    }
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

const titleOf = ({ title, year }: TitleArgs) => titleAndYear({ title, year: year ?? 0 })

// With both as long as this, the last wording fits into two segments in any script.
const MAX_NAME = 20
const MAX_TITLE = 36

/**
 * What an admin reads, the best wording first. It asks nothing that a bare yes could answer, and
 * its command is made of the title's letters and numbers alone, as a search takes them.
 */
function requestsToRemove(title: Title, { name, phone }: User): [string, ...string[]] {
  const { year, sizeBytes } = title
  const who = cleanName(name)?.slice(0, MAX_NAME).trim() || phone
  const size = sizeBytes > 0 ? `, ${sizeInWords(sizeBytes)}` : ''
  const words = titleKey(title.title)
  const anyTitle = '"delete" and its title'
  const exact = words === '' ? anyTitle : `"delete ${words}${year > 0 ? ` ${year}` : ''}"`
  const request = (subject: string, command: string) =>
    `${who} asks to remove ${subject}${size}. To do it, text ${command}.`
  return [
    request(inQuotes(title), exact),
    request(inQuotes(title), anyTitle),
    request(inQuotes(title, MAX_TITLE), anyTitle),
  ]
}

const WORDS_ALONE = /^[\p{L}\p{M}\p{N}' ]+$/u
const QUOTES = /["\u201C-\u201F\u00AB\u00BB\u2033]/g

/** A title that is more than words comes in quotes: it is a stranger's, and might sound like us. */
function inQuotes({ title, year }: Title, longest?: number): string {
  const short = shortTitle(title, longest)
  if (WORDS_ALONE.test(short)) return titleAndYear({ title: short, year })
  const quoted = `"${short.replaceAll(QUOTES, "'")}"`
  return year > 0 ? `${quoted} (${year})` : quoted
}

/** `Sam`, `Sam and Dana`, `Sam, Dana and another admin` */
function namesInWords(names: ReadonlyArray<string | null>): string {
  const named = names.flatMap((name) => cleanName(name) ?? [])
  const others = names.length - named.length
  if (named.length === 0) return others > 1 ? `${others} admins` : 'an admin'
  const more = others === 1 ? ['another admin'] : others > 1 ? [`${others} other admins`] : []
  const all = [...named, ...more]
  return all.length === 1 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
}
