import type { ToolOutcome } from '../db/column-types.ts'
import { addFilm } from './add-film.ts'
import { addShow } from './add-show.ts'
import { askToAdd, needsApproval } from './ask-to-add.ts'
import { askWhich } from './ask-which.ts'
import { nothingToGoOn } from './failure.ts'
import { absenceOf, offerToAdd } from './offer-to-add.ts'
import { fitsYear, type Search, searchTitles } from './search-titles.ts'
import { readSeasons, SeasonsArg } from './seasons-arg.ts'
import { sizeOfAdd } from './size-of-add.ts'
import { standingsOf } from './standings.ts'
import { tellTitle } from './tell-title.ts'
import { NamedTitle, TitleArgs } from './title-args.ts'
import { externalIdOf, kindOf, serviceOf, type Title } from './title.ts'
import { defineTool, type ToolContext } from './tool.ts'
import { ADDING } from './wish-words.ts'
import { titleAndYear } from './wording.ts'

export const add = defineTool({
  name: 'add',
  description: 'Add a film or show, or seasons of a show, so that it is searched and downloaded.',
  modelArgs: NamedTitle.extend({ seasons: SeasonsArg }),
  args: TitleArgs.extend({ seasons: SeasonsArg }),
  isWrite: true,
  askedWith: ADDING,

  async run({ seasons, ...named }, context) {
    const begun = await context.adds.findBegun(context)
    // Seasons make it a show, whatever else has that name; models say "all" of films too.
    const isShow = readSeasons(seasons)?.type !== 'all'
    const kind = begun ? kindOf(begun.service) : (named.kind ?? (isShow ? 'show' : undefined))
    const wanted = begun ? { ...begun, kind } : { ...named, kind }
    const search = await searchTitles(context, wanted)
    // Whoever approved it knows no other spelling.
    const absent = context.isApproved ? noLongerFound(named) : undefined
    const nothing = nothingToGoOn(search, wanted, context, absent)
    // What cannot be found any more is not carried out.
    if (nothing) return context.isApproved ? { type: 'failure', text: nothing.text } : nothing

    const [title, other] = search.found
    if (!title || other) {
      return askWhich('add', await standingsOf(search.found, context), { seasons })
    }
    const isRestart = begun !== undefined
    const doubt = isRestart ? undefined : doubtAbout(title, wanted, { search, context })
    if (doubt) return insteadOfAdding(title, doubt, seasons, context)
    if (!isRestart) {
      const sizeBytes = await sizeOfAdd(title, seasons, context)
      const refusal = context.isApproved ? undefined : await context.limits.check(sizeBytes)
      if (refusal) return { type: 'answer', text: refusal }
      if (needsApproval(title, context)) return askToAdd(title, { seasons, sizeBytes }, context)
      await context.adds.begin({ ...addOf(title, context), sizeBytes })
    }
    return title.kind === 'film'
      ? addFilm(title, context, isRestart)
      : addShow(title, seasons, context, isRestart)
  },
})

function noLongerFound({ title, year }: TitleArgs): ToolOutcome {
  const name = titleAndYear({ title, year: year ?? 0 })
  return { type: 'answer', text: `I can't find ${name} any more.` }
}

/** Why it may not be what they want, in a sentence; undefined where it surely is. */
function doubtAbout(
  title: Title,
  named: TitleArgs,
  { search, context }: { search: Search; context: ToolContext },
): string | undefined {
  const name = titleAndYear(title)
  if (!search.isExact || !fitsYear(title, named)) {
    return `Closest is ${name}, and it ${absenceOf(title)}.`
  }
  // A model may have been talked into it by what it read.
  if (!context.isWanted) return `${name} ${absenceOf(title)}.`
  // The service that failed may keep another of that name.
  if (named.kind || search.failures.length === 0) return undefined
  const others = title.kind === 'film' ? 'shows' : 'films'
  return `The ${title.kind} ${name} ${absenceOf(title)}, and ${others} can't be looked up now.`
}

/** Offers what may not be what was meant; where it is here or on its way, that is all there is to say. */
async function insteadOfAdding(
  title: Title,
  doubt: string,
  seasons: string | null | undefined,
  context: ToolContext,
): Promise<ToolOutcome> {
  const standings = await standingsOf([title], context)
  const present = standings.find(({ inShort }) => inShort !== 'not here')
  return present ? tellTitle(present, context) : offerToAdd(title, doubt, { seasons })
}

function addOf(title: Title, { user, sid, callId }: ToolContext) {
  return {
    service: serviceOf(title.kind),
    externalId: externalIdOf(title),
    title: title.title,
    year: title.year,
    sid,
    callId,
    userId: user.id,
  }
}
