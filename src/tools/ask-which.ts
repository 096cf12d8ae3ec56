import type { ToolOutcome } from '../db/column-types.ts'
import type { Standing } from './standings.ts'
import { exactly, listOf, type Title } from './title.ts'
import { titleAndYear } from './wording.ts'

const MAX_LISTED = 5

/** What people text for a tool that does not go by its name. */
const SPOKEN = new Map([
  ['replace_copy', 'fix'],
  ['why', 'where is'],
])

/** Asks which of several is meant; each number stands for the call of `tool` on that title. */
export function askWhich(
  tool: string,
  standings: readonly Standing[],
  more: Record<string, unknown> = {},
): ToolOutcome {
  const listed = standings.slice(0, MAX_LISTED)
  const titles = listed.map(({ title }) => title)
  const isMixed = new Set(titles.map(({ kind }) => kind)).size > 1
  const lines = listed.map(({ title, inShort }) => `${nameOf(title, isMixed)} - ${inShort}`)
  const numbered = lines.map((line, index) => `${index + 1} ${line}`).join('\n')
  const choices = titles.map((title, index) => [
    String(index + 1),
    { tool, args: { ...more, ...exactly(title) } },
  ])
  return {
    type: 'question',
    text: numbered,
    list: listOf(titles, tool),
    proposal: {
      kind: 'offer',
      text: `Which one? Reply a number.\n${numbered}`,
      plain: `${lines.join('\n')}\nWhich one? Text "${SPOKEN.get(tool) ?? tool}" with its title and year.`,
      choices: { ...Object.fromEntries(choices), NO: null },
    },
  }
}

/** `Fargo (1996) film`, where a show of that name stands beside it. */
function nameOf(title: Title, isMixed: boolean): string {
  return isMixed ? `${titleAndYear(title)} ${title.kind}` : titleAndYear(title)
}
