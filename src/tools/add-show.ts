import type { ToolOutcome } from '../db/column-types.ts'
import type { MissingEpisodes, Monitored } from '../media/monitor-seasons.ts'
import type { Download } from '../media/queue.ts'
import type { SeasonSelection } from '../media/season-selection.ts'
import { offerToAdd } from './offer-to-add.ts'
import { sayAdded, sayAddedUnaired, seasonsInWords } from './say-added.ts'
import { readSeasons, selectSeasons } from './seasons-arg.ts'
import { regularSeasons, seasonStandings, type SeasonStanding } from './show-state.ts'
import { tellShow } from './tell-show.ts'
import { type Show, toShow } from './title.ts'
import { requireService, type ToolContext } from './tool.ts'
import { unlessLost } from './unless-lost.ts'
import { seasonsInShort, shortTitle, titleAndYear } from './wording.ts'

/**
 * Converges like a film's: afterwards the show is there and the seasons that were asked for are
 * wanted and searched for; seasons that were wanted before stay so.
 */
export async function addShow(
  show: Show,
  spokenSeasons: string | null | undefined,
  context: ToolContext,
  isRestart: boolean,
): Promise<ToolOutcome> {
  const chosen = chooseSeasons(show, spokenSeasons)
  if (chosen.type === 'outcome') return chosen.outcome
  const { selection } = chosen

  const sonarr = requireService(context, 'sonarr')
  const present = await sonarr.findInLibrary(show.tvdbId)
  if (selection.type === 'new' && show.hasEnded) return nothingNew(show, present !== undefined)
  if (present) {
    return ensureWanted(toShow(present), selection, context, isRestart ? 'ours' : 'kept')
  }
  const outcome = await unlessLost(() => sonarr.add(show, selection, context.user.qualityProfile))
  if (outcome?.type === 'added') return { type: 'change', text: sayAdded(show, selection) }

  // When the answer is lost the show may be there all the same, and looking tells.
  const added = await unlessLost(() => sonarr.findInLibrary(show.tvdbId))
  if (added) {
    const origin = isRestart || !outcome ? 'ours' : 'just added'
    return ensureWanted(toShow(added), selection, context, origin)
  }
  const text = `Sonarr stopped answering while I added ${titleAndYear(show)}. Please ask again in a while.`
  return { type: 'failure', text }
}

/** What is said of seasons, as Sonarr tells of them now, that nobody has to decide about. */
export function nothingToAdd(
  show: Show,
  spokenSeasons: string | null | undefined,
  downloads: readonly Download[],
  context: ToolContext,
): ToolOutcome | undefined {
  const chosen = chooseSeasons(show, spokenSeasons)
  if (chosen.type === 'outcome') return chosen.outcome
  const { selection } = chosen
  if (selection.type === 'new' && show.hasEnded) return nothingNew(show, show.id !== undefined)
  const present: Present = { show, selection, downloads, origin: 'kept' }
  return isHereOrWanted(present) ? sayPresent(present, context) : undefined
}

/** Whether all that was asked for is here, or wanted already. */
function isHereOrWanted(present: Present): boolean {
  const { show, selection } = present
  if (show.id === undefined) return false
  const monitored = show.monitored ? show.seasons.filter((season) => season.monitored) : []
  const areSeasons = meantOf(present).every(
    ({ number, state }) =>
      state.type === 'here' || monitored.some((season) => season.number === number),
  )
  const wantsNew = selection.type === 'seasons' ? selection.andNew : true
  return areSeasons && (!wantsNew || show.hasEnded || (show.monitored && show.hasNewSeasons))
}

type Chosen =
  | { type: 'selection'; selection: SeasonSelection }
  /** There are none such. */
  | { type: 'outcome'; outcome: ToolOutcome }

function chooseSeasons(show: Show, spokenSeasons: string | null | undefined): Chosen {
  const spoken = readSeasons(spokenSeasons)
  if (!spoken) {
    const text = 'seasons must be like "all", "2", "1,3", "3-5", "3+" or "new".'
    return { type: 'outcome', outcome: { type: 'refusal', text } }
  }
  const { selection, unknown } = selectSeasons(show, spoken)
  return unknown.length > 0
    ? { type: 'outcome', outcome: noSuchSeason(show, unknown) }
    : { type: 'selection', selection }
}

/** That it is there is this call's own doing, or somebody else's: long ago, or this very moment. */
type Origin = 'ours' | 'kept' | 'just added'

interface Present {
  show: Show
  selection: SeasonSelection
  /** What of the show is on its way. */
  downloads: readonly Download[]
  origin: Origin
}

async function ensureWanted(
  show: Show,
  selection: SeasonSelection,
  context: ToolContext,
  origin: Origin,
): Promise<ToolOutcome> {
  const sonarr = requireService(context, 'sonarr')
  const { id } = show
  // What is on its way is not searched for again; of what was added just now nothing can be yet.
  const downloads = origin !== 'kept' ? [] : ((await unlessLost(() => sonarr.queue())) ?? [])
  const present = { show, selection, downloads, origin }
  if (id === undefined) return sayPresent(present, context)

  const meant = meantOf(present)
  const wanted = await sonarr.monitorSeasons(id, {
    seasons: meant.filter(({ state }) => state.type !== 'here').map(({ number }) => number),
    andNew: !show.hasEnded && (selection.type === 'seasons' ? selection.andNew : true),
  })
  // What somebody else had wanted just now is searched for already.
  const isSearched = (season: number) => origin === 'just added' && !wanted.changed.includes(season)
  const missing = wanted.missing
    .filter((lacking) => !isComing(lacking, present) && !isSearched(lacking.season))
    .map(({ season }) => season)
  if (missing.length === 0) return sayWanted(present, wanted, context)

  const isSearching = await unlessLost(() => sonarr.search(id, missing).then(() => true))
  return saySearching(present, { ...wanted, missing }, isSearching ?? false)
}

/** Whether every episode that is missing of a season is on its way. */
function isComing({ season, episodes }: MissingEpisodes, { show, downloads }: Present): boolean {
  const own = downloads.filter(
    (download) => download.externalId === show.tvdbId && download.season === season,
  )
  // A release that names no episodes is taken for the whole season.
  if (own.some(({ episodes: named = [] }) => named.length === 0)) return true
  return episodes.every((episode) => own.some(({ episodes: named }) => named?.includes(episode)))
}

/** Where those seasons stand that were asked for. */
function meantOf({ show, selection, downloads }: Present): SeasonStanding[] {
  return seasonStandings(show, downloads).filter(
    ({ number }) =>
      selection.type === 'all' ||
      (selection.type === 'seasons' && selection.seasons.includes(number)),
  )
}

function saySearching(
  { show, selection, origin }: Present,
  { changed, hasNew, missing }: Omit<Monitored, 'missing'> & { missing: number[] },
  isSearching: boolean,
): ToolOutcome {
  // What was wanted before, or here, is not said to be added.
  const news = changed.length > 0 ? changed : missing
  const seasons = `${shortTitle(show.title)} ${seasonsInShort(missing)}`
  const wanted = `${seasons} ${missing.length > 1 ? 'are' : 'is'} already wanted`
  const isOurs = origin === 'ours'
  const isNew = isOurs || hasNew || changed.length > 0
  if (isSearching) {
    const added = isOurs && show.files === 0 ? selection : only(selection, news)
    return {
      type: 'change',
      text: isNew ? sayAdded(show, added) : `${wanted}. Searching again now.`,
    }
  }
  const unclear = 'but Sonarr stopped answering before the search. Please ask again in a while.'
  return isNew
    ? { type: 'change', text: `Added ${titleAndYear(show)}, ${seasonsInWords(news)}, ${unclear}` }
    : { type: 'failure', text: `${wanted}, ${unclear}` }
}

function only(selection: SeasonSelection, seasons: number[]): SeasonSelection {
  return { type: 'seasons', seasons, andNew: selection.type === 'seasons' && selection.andNew }
}

/** What there is to say where nothing has to be searched for. */
function sayWanted(present: Present, wanted: Monitored, context: ToolContext): ToolOutcome {
  const { show, selection, origin } = present
  const states = meantOf(present).map(({ number, state }) => ({ number, type: state.type }))
  if (origin === 'ours' && states.every(({ type }) => type === 'coming')) {
    return { type: 'change', text: sayAdded(show, selection) }
  }
  const isDownloading = (season: number) =>
    states.some(({ number, type }) => number === season && type === 'downloading')
  const unaired = wanted.changed.filter((season) => !isDownloading(season))
  if (unaired.length > 0) return { type: 'change', text: sayAddedUnaired(show, unaired) }
  if (wanted.hasNew) return { type: 'change', text: sayAdded(show, { type: 'new' }) }
  return sayPresent(present, context)
}

/** What there is to say where nothing had to be done. */
function sayPresent(present: Present, context: ToolContext): ToolOutcome {
  const { show, selection, downloads } = present
  const name = titleAndYear(show)
  if (selection.type === 'new') {
    return { type: 'answer', text: `${name} is already added, new episodes too.` }
  }
  const meant = meantOf(present)
  const isHere = meant.length > 0 && meant.every(({ state }) => state.type === 'here')
  if (!isHere) return tellShow(show, downloads, context)
  if (selection.type === 'all') return { type: 'answer', text: `${name} is already here.` }
  const seasons = `${shortTitle(show.title)} ${seasonsInShort(selection.seasons)}`
  return { type: 'answer', text: `${seasons} ${meant.length > 1 ? 'are' : 'is'} already here.` }
}

/** Said instead of adding what comes from now on of a show that has ended. */
function nothingNew(show: Show, isPresent: boolean): ToolOutcome {
  const text = `${titleAndYear(show)} has ended, so nothing new is coming.`
  return isPresent ? { type: 'answer', text } : offerToAdd(show, text)
}

function noSuchSeason(show: Show, unknown: readonly number[]): ToolOutcome {
  const known = regularSeasons(show).map(({ number }) => number)
  const only = known.length === 1 ? 'only ' : ''
  const has = known.length === 0 ? 'no seasons yet' : `${only}${seasonsInWords(known)}`
  const lacks = known.length === 0 ? '' : `, no ${seasonsInWords(unknown)}`
  return { type: 'answer', text: `${titleAndYear(show)} has ${has}${lacks}.` }
}
