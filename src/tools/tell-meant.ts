import type { ToolOutcome } from '../db/column-types.ts'
import { askWhich } from './ask-which.ts'
import { nothingToGoOn } from './failure.ts'
import { searchTitles } from './search-titles.ts'
import { type Standing, standingsOf, theOneMeant } from './standings.ts'
import type { TitleArgs } from './title-args.ts'
import type { ToolContext } from './tool.ts'

/**
 * Looks up what a name means and lets `tell` speak of the one title it is; where there is none, or
 * more than one, it is said so, and a choice among them calls `tool`.
 */
export async function tellMeant(
  tool: string,
  named: TitleArgs,
  context: ToolContext,
  tell: (meant: Standing) => ToolOutcome | Promise<ToolOutcome>,
): Promise<ToolOutcome> {
  const search = await searchTitles(context, named)
  const nothing = nothingToGoOn(search, named, context)
  if (nothing) return nothing

  const standings = await standingsOf(search.found, context)
  const meant = theOneMeant(standings)
  return meant ? tell(meant) : askWhich(tool, standings)
}
