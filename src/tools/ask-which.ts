import type { ToolOutcome } from '../db/column-types.ts'
import type { Standing } from './standings.ts'
import { exactly, listOf, type Title } from './title.ts'
import { shortTitle, titleAndYear } from './wording.ts'

const MAX_LISTED = 5
// Five lines fit into a text while their titles are like this; in another script, fewer do.
const MAX_LISTED_TITLE = 50
const MAX_CHARACTERS = { plain: 400, other: 170 }

/** What people text for a tool that does not go by its name. */
const SPOKEN = new Map([
  ['replace_copy', 'fix'],
  ['why', 'where is'],
])

/** Asks which of several is meant; each number stands for the call of `tool` on that title. */
export function askWhich(
  tool: string,
  standings: readonly Standing[],
  otherArgs: Record<string, unknown> = {},
): ToolOutcome {
  const first = standings.slice(0, MAX_LISTED)
  const isMixed = new Set(first.map(({ title }) => title.kind)).size > 1
  const lines = fitting(first.map(({ title, inShort }) => `${nameOf(title, isMixed)} - ${inShort}`))
  const titles = first.slice(0, lines.length).map(({ title }) => title)
  const numbered = lines.map((line, index) => `${index + 1} ${line}`).join('\n')
  const choices = titles.map((title, index) => [
    String(index + 1),
    { tool, args: { ...otherArgs, ...exactly(title) } },
  ])
  return {
    type: 'question',
    text: numbered,
    list: { ...listOf(titles, tool), args: otherArgs, isNumbered: true },
    proposal: {
      kind: 'offer',
      text: `Which one? Reply a number.\n${numbered}`,
      plain: `${lines.join('\n')}\nWhich one? Text "${SPOKEN.get(tool) ?? tool}" with its title and year.`,
      choices: { ...Object.fromEntries(choices), NO: null },
    },
  }
}

/** As many of `lines` as one text can hold, two at least. */
function fitting(lines: readonly string[]): string[] {
  const count = [5, 4, 3].find((many) => {
    const text = lines.slice(0, many).join('\n')
    return (
      text.length <= (/[^\u0020-\u00FF\n]/.test(text) ? MAX_CHARACTERS.other : MAX_CHARACTERS.plain)
    )
  })
  return lines.slice(0, count ?? 2)
}

/** `Fargo (1996) film`, where a show of that name stands beside it. */
function nameOf(title: Title, isMixed: boolean): string {
  const { year } = title
  const name = titleAndYear({ title: shortTitle(title.title, MAX_LISTED_TITLE), year })
  return isMixed ? `${name} ${title.kind}` : name
}
