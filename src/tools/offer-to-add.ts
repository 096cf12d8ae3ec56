import type { ToolOutcome } from '../db/column-types.ts'
import { exactly, listOf, type Title } from './title.ts'

/**
 * Says `text` and offers to add the title: all of it, or only those `seasons` of a show, in the
 * words of the tool. "That one too" then means to add it as well.
 */
export function offerToAdd(
  title: Title,
  text: string,
  {
    seasons,
    pronoun = 'it',
  }: { seasons?: string | null | undefined; pronoun?: 'it' | 'them' } = {},
): ToolOutcome {
  const seasonArgs = seasons ? { seasons } : {}
  const args = { ...exactly(title), ...seasonArgs }
  return {
    type: 'question',
    text,
    list: { ...listOf([title], 'add'), args: seasonArgs },
    proposal: {
      kind: 'offer',
      text: `${text} ${questionAbout(title, pronoun)} Reply YES.`,
      plain: text,
      choices: { YES: { tool: 'add', args }, NO: null },
    },
  }
}

function questionAbout({ needsApproval }: Title, pronoun: string): string {
  return needsApproval ? `Want me to ask an admin for ${pronoun}?` : `Want me to add ${pronoun}?`
}

/** `isn't here`; of what nobody could have yet, `isn't out yet`. */
export function absenceOf(title: Title): string {
  const isOut = title.kind === 'film' ? title.isAvailable !== false : title.status !== 'upcoming'
  return isOut ? "isn't here" : "isn't out yet"
}
