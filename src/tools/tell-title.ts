import type { ToolOutcome } from '../db/column-types.ts'
import type { Standing } from './standings.ts'
import { tellFilm } from './tell-film.ts'
import { tellShow } from './tell-show.ts'
import type { ToolContext } from './tool.ts'

/** Where a film or a show stands, in a sentence. */
export function tellTitle(
  { title, downloads }: Standing,
  context: Pick<ToolContext, 'now' | 'timeZone'>,
): ToolOutcome {
  return title.kind === 'film'
    ? tellFilm(title, downloads, context)
    : tellShow(title, downloads, context)
}
