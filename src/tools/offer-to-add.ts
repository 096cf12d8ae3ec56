import type { ToolOutcome } from '../db/column-types.ts'
import { exactly, listOf, type Title } from './title.ts'

/**
 * Says `text` and offers to add the title: all of it, or only those `seasons` of a show. "That one
 * too" then means to add it as well.
 */
export function offerToAdd(
  title: Title,
  text: string,
  seasons: readonly number[] = [],
): ToolOutcome {
  const seasonArgs = seasons.length > 0 ? { seasons: seasons.join(',') } : {}
  const args = { ...exactly(title), ...seasonArgs }
  return {
    type: 'question',
    text,
    list: { ...listOf([title], 'add'), args: seasonArgs },
    proposal: {
      kind: 'offer',
      text: `${text} Want me to add ${seasons.length > 1 ? 'them' : 'it'}? Reply YES.`,
      plain: text,
      choices: { YES: { tool: 'add', args }, NO: null },
    },
  }
}
