import type { Kind, ToolOutcome } from '../db/column-types.ts'
import type { ArrError, ArrFailure, ArrService } from '../errors.ts'
import { ABOVE_LIMIT } from './rating-verdict.ts'
import type { Search } from './search-titles.ts'
import type { TitleArgs } from './title-args.ts'
import type { ToolContext } from './tool.ts'
import { titleAndYear } from './wording.ts'

const KEPT: Readonly<Record<ArrService, string>> = { Radarr: 'films', Sonarr: 'shows' }
const OTHERS: Readonly<Record<ArrService, string>> = { Radarr: 'Shows', Sonarr: 'Films' }

/** What a service does that gives no usable answer. */
const FAILS: Readonly<Record<ArrFailure, string>> = {
  unreachable: "isn't answering",
  malformed: 'answers nothing I understand',
  unauthorized: "doesn't let me in",
  unconfigured: "isn't ready",
  missing: "doesn't know about that",
  rejected: 'said no to that',
}

const NOTHING_SET_UP = "Nothing is set up here yet, so I can't look anything up."
const NEITHER = 'Radarr and Sonarr both fail me right now. Please try again in a while.'

/** Said where there is nobody to ask about a kind. */
export function notSetUp(
  { radarr, sonarr }: Pick<ToolContext, 'radarr' | 'sonarr'>,
  kind: Kind | null | undefined,
): ToolOutcome {
  if (!kind || (!radarr && !sonarr)) return { type: 'failure', text: NOTHING_SET_UP }
  const [kept, others] = kind === 'film' ? ['Films', 'shows'] : ['Shows', 'films']
  return { type: 'failure', text: `${kept} aren't set up here, only ${others}.` }
}

/** What is said where a search leaves nothing to go on with; undefined where it left something. */
export function nothingToGoOn(
  { found, isExact, isAboveLimit, failures, asked }: Search,
  named: TitleArgs,
  context: Pick<ToolContext, 'radarr' | 'sonarr' | 'isNamed'>,
  absent = notFound(named, context),
): ToolOutcome | undefined {
  if (asked === 0) return notSetUp(context, named.kind)
  if (isAboveLimit) return ABOVE_LIMIT
  // What is merely like it may be all that is left because the other service failed.
  if (failures.length > 0 && !isExact) return noAnswer(failures, { othersWork: asked > 1 })
  return found.length === 0 ? absent : undefined
}

function noAnswer(
  failures: readonly ArrError[],
  { othersWork }: { othersWork: boolean },
): ToolOutcome {
  const [failure, another] = failures
  if (!failure || another) return { type: 'failure', text: NEITHER }
  return failureOf(failure, { othersWork })
}

/** Said after an answer from which one service's part is missing. */
export function leftOut({ service, failure }: ArrError): string {
  return `${service} ${FAILS[failure]}, so ${KEPT[service]} are left out.`
}

/** How it begins that there is none: what a service that failed keeps is not spoken for. */
export function nothingIs([failure]: readonly ArrError[]): string {
  return failure
    ? `No ${KEPT[failure.service === 'Radarr' ? 'Sonarr' : 'Radarr']} are`
    : 'Nothing is'
}

/** Said instead of an answer when nobody who was asked gave one; undefined where somebody did. */
export function allFailed({ failures, asked }: Pick<Search, 'failures' | 'asked'>) {
  return failures.length === asked && asked > 0
    ? noAnswer(failures, { othersWork: false })
    : undefined
}

/** What a person is told when a service gave no usable answer: what fails, and what to do. */
export function failureOf(
  { service, failure }: ArrError,
  { othersWork = false }: { othersWork?: boolean } = {},
): ToolOutcome {
  const works = othersWork ? ` ${OTHERS[service]} still work.` : ''
  return { type: 'failure', text: sentences(service, works)[failure] }
}

function sentences(service: ArrService, works: string): Readonly<Record<ArrFailure, string>> {
  const wait = `so ${KEPT[service]} have to wait.${works}`
  return {
    unreachable: `${service} ${FAILS.unreachable}, ${wait} Please try again in a while.`,
    malformed: `${service} ${FAILS.malformed}, ${wait} Please try again in a while.`,
    unauthorized: `${service} ${FAILS.unauthorized}, ${wait} An admin has to check its API key.`,
    unconfigured: `${service} ${FAILS.unconfigured} for ${KEPT[service]}.${works} An admin has to check its root folders and quality profiles.`,
    missing: `${service} doesn't know that one any more. Please look it up again.`,
    rejected: `${service} ${FAILS.rejected}. An admin can see why in its log.`,
  }
}

function notFound(
  { title, year, kind }: TitleArgs,
  { radarr, sonarr, isNamed }: Pick<ToolContext, 'radarr' | 'sonarr' | 'isNamed'>,
): ToolOutcome {
  const what = kind ?? (!sonarr ? 'film' : !radarr ? 'show' : 'film or show')
  // Only their own words are said back to them: a model's may be anybody's.
  const named = isNamed ? ` called "${titleAndYear({ title, year: year ?? 0 })}"` : ' of that name'
  const sorry = `I can't find a ${what}${named}`
  if (kind || (radarr && sonarr)) {
    return { type: 'answer', text: `${sorry}. Maybe another spelling, or who is in it?` }
  }
  return { type: 'answer', text: `${sorry}, and ${radarr ? 'shows' : 'films'} aren't set up here.` }
}
