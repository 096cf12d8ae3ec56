import type { ToolOutcome } from '../db/column-types.ts'
import { nothingToAdd } from './add-show.ts'
import { askedInWords, requestsFor } from './request-words.ts'
import { seasonsInWords } from './say-added.ts'
import { readSeasons } from './seasons-arg.ts'
import { standingsOf } from './standings.ts'
import { tellTitle } from './tell-title.ts'
import { exactly, externalIdOf, serviceOf, type Title } from './title.ts'
import type { ToolContext } from './tool.ts'
import { titleAndYear } from './wording.ts'

/** Whether what somebody wants to add is for the admins to decide. */
export function needsApproval(
  title: Title,
  { user, requestMode, isApproved }: ToolContext,
): boolean {
  if (isApproved) return false
  return title.needsApproval === true || (requestMode === 'approval' && user.role !== 'admin')
}

/** Asks the admins in place of adding; of what is here or on its way, says so. */
export async function askToAdd(
  title: Title,
  { seasons, sizeBytes }: { seasons: string | null | undefined; sizeBytes: number | null },
  context: ToolContext,
): Promise<ToolOutcome> {
  const [standing] = await standingsOf([title], context)
  const isChosen = title.kind === 'show' && readSeasons(seasons)?.type !== 'all'
  const nothing = isChosen
    ? nothingToAdd(title, seasons, standing?.downloads ?? [], context)
    : standing && standing.inShort !== 'not here' && tellTitle(standing, context)
  if (nothing) return nothing

  const which = chosenInWords(seasons)
  const subject = `${titleAndYear(title)}${which}`
  const asked = await context.admins.ask({
    kind: 'add',
    subject,
    call: { tool: 'add', args: { ...exactly(title), ...(seasons && { seasons }) } },
    service: serviceOf(title.kind),
    externalId: externalIdOf(title),
    sizeBytes,
    wordings: requestsFor(
      title,
      { user: context.user, users: await context.people.list() },
      (who, what) => `${who} asks for ${what}${which}`,
    ),
  })
  return askedInWords(asked, ` for ${subject}`)
}

/** `, seasons 1 and 3` where not all is wanted. */
function chosenInWords(seasons: string | null | undefined): string {
  const chosen = readSeasons(seasons)
  switch (chosen?.type) {
    case 'new':
      return ', new episodes'
    case 'latest':
      return ', the latest season'
    case 'from':
      return `, from season ${chosen.first} on`
    case 'listed':
      return `, ${seasonsInWords(chosen.seasons)}`
    case 'all':
    case undefined:
      return ''
  }
}
