import type { ToolOutcome } from '../db/column-types.ts'
import type { Download } from '../media/queue.ts'
import type { SeasonSelection } from '../media/season-selection.ts'
import { readSeasons, selectSeasons } from './seasons-arg.ts'
import { regularSeasons, seasonStandings, type SeasonState } from './show-state.ts'
import { tellShow } from './tell-show.ts'
import type { Show } from './title.ts'
import { serviceOf, type ToolContext } from './tool.ts'
import { unlessLost } from './unless-lost.ts'
import { numbersInWords, seasonsInShort, shortTitle, titleAndYear } from './wording.ts'

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
  const spoken = readSeasons(spokenSeasons)
  if (!spoken) {
    return {
      type: 'refusal',
      text: 'seasons must be like "all", "2", "1,3", "3-5", "3+" or "new".',
    }
  }
  const { selection, unknown } = selectSeasons(show, spoken)
  if (unknown.length > 0) return noSuchSeason(show, unknown)

  const sonarr = serviceOf(context, 'sonarr')
  const present = await sonarr.findInLibrary(show.tvdbId)
  if (present) {
    return ensureWanted({ ...present, kind: 'show' }, selection, context, { isOurs: isRestart })
  }
  const outcome = await unlessLost(() => sonarr.add(show, selection))
  if (outcome?.type === 'added') return { type: 'change', text: sayAdded(show, selection) }

  // When the answer is lost the show may be there all the same, and looking tells.
  const added = await unlessLost(() => sonarr.findInLibrary(show.tvdbId))
  if (added) return ensureWanted({ ...added, kind: 'show' }, selection, context, { isOurs: true })
  const text = `Sonarr stopped answering while I added ${titleAndYear(show)}. Please ask again in a while.`
  return { type: 'failure', text }
}

/** `isOurs`: that it is there is this call's own doing. */
async function ensureWanted(
  show: Show,
  selection: SeasonSelection,
  context: ToolContext,
  { isOurs }: { isOurs: boolean },
): Promise<ToolOutcome> {
  const sonarr = serviceOf(context, 'sonarr')
  const { id } = show
  const name = titleAndYear(show)
  // What is on its way is not searched for again; of what is ours nothing can be yet.
  const downloads = isOurs ? [] : ((await unlessLost(() => sonarr.queue())) ?? [])
  const { lacking, unwanted } = standingOf(show, selection, downloads)
  const wantsNew = selection.type === 'seasons' ? selection.andNew : true
  const lacksNew = wantsNew && !show.hasEnded && !(show.hasNewSeasons && show.monitored)
  if (id === undefined || (lacking.length === 0 && !lacksNew)) {
    return isOurs
      ? { type: 'change', text: sayAdded(show, selection) }
      : sayPresent(show, selection, downloads, context)
  }
  const isNew = isOurs || unwanted.length > 0 || lacksNew
  if (unwanted.length > 0 || lacksNew || !show.monitored) {
    await sonarr.monitorSeasons(id, { seasons: unwanted, andNew: wantsNew })
  }
  if (lacking.length === 0) return { type: 'change', text: sayAdded(show, NEW) }

  const isSearching = await unlessLost(() => sonarr.search(id, lacking).then(() => true))
  const seasons = `${shortTitle(show.title)} ${seasonsInShort(lacking)}`
  if (isSearching) {
    const again = `${seasons} ${lacking.length > 1 ? 'are' : 'is'} already wanted. Searching again now.`
    const news = isOurs ? selection : only(selection, lacking)
    return { type: 'change', text: isNew ? sayAdded(show, news) : again }
  }
  const unclear = `Sonarr stopped answering before the search. Text "add ${name}" again in a while.`
  return isNew
    ? { type: 'change', text: `Added ${name}, but ${unclear}` }
    : { type: 'failure', text: `${name} is already wanted, but ${unclear}` }
}

const NEW: SeasonSelection = { type: 'new' }

// Nothing to search for: it is here or on its way, or nothing of it has aired.
const SETTLED = new Set<SeasonState['type']>(['here', 'here so far', 'coming', 'downloading'])

/** Of the seasons that were asked for: those not wholly here, and those of them nobody wants yet. */
function standingOf(show: Show, selection: SeasonSelection, downloads: readonly Download[]) {
  const lacking = seasonStandings(show, downloads).filter(
    ({ number, state }) =>
      (selection.type === 'all' ||
        (selection.type === 'seasons' && selection.seasons.includes(number))) &&
      !SETTLED.has(state.type),
  )
  const isWanted = (number: number) =>
    show.monitored && show.seasons.some((season) => season.number === number && season.monitored)
  const numbers = lacking.map(({ number }) => number)
  return { lacking: numbers, unwanted: numbers.filter((number) => !isWanted(number)) }
}

/** The selection as far as it is news: what was here already is not said to be added. */
function only(selection: SeasonSelection, seasons: number[]): SeasonSelection {
  if (selection.type === 'new') return selection
  return { type: 'seasons', seasons, andNew: selection.type === 'seasons' && selection.andNew }
}

function sayAdded(show: Show, selection: SeasonSelection): string {
  const name = titleAndYear(show)
  if (show.status === 'upcoming') return `Added ${name}. It hasn't aired yet.`
  switch (selection.type) {
    case 'new':
      return `Added ${name} from now on. New episodes come as they air.`
    case 'all':
      return `Added ${name}${allInWords(show)}. Searching for it now.`
    case 'seasons': {
      const several = selection.seasons.length > 1
      const seasons = `season${several ? 's' : ''} ${numbersInWords(selection.seasons)}`
      const andNew = selection.andNew && !show.hasEnded ? ' and new ones' : ''
      return `Added ${name}, ${seasons}${andNew}. Searching for ${several ? 'them' : 'it'} now.`
    }
  }
}

/** `, both seasons`, `, all 5 seasons and new ones` */
function allInWords(show: Show): string {
  const count = regularSeasons(show).length
  const andNew = show.hasEnded ? '' : ' and new ones'
  if (count < 2) return ''
  return `, ${count === 2 ? 'both seasons' : `all ${count} seasons`}${andNew}`
}

/** What there is to say where nothing had to be done. */
function sayPresent(
  show: Show,
  selection: SeasonSelection,
  downloads: readonly Download[],
  context: ToolContext,
): ToolOutcome {
  const name = titleAndYear(show)
  if (selection.type === 'new') {
    return { type: 'answer', text: `${name} is already added, new episodes too.` }
  }
  const meant = seasonStandings(show, downloads).filter(
    ({ number }) => selection.type === 'all' || selection.seasons.includes(number),
  )
  if (!meant.every(({ state }) => state.type === 'here')) return tellShow(show, downloads, context)
  if (selection.type === 'all') return { type: 'answer', text: `${name} is already here.` }
  const seasons = `${shortTitle(show.title)} ${seasonsInShort(selection.seasons)}`
  return { type: 'answer', text: `${seasons} ${meant.length > 1 ? 'are' : 'is'} already here.` }
}

function noSuchSeason(show: Show, unknown: readonly number[]): ToolOutcome {
  const known = regularSeasons(show).map(({ number }) => number)
  if (known.length === 0) {
    const text = `Sonarr knows of no seasons of ${titleAndYear(show)} yet, so try all of it.`
    return { type: 'answer', text }
  }
  const has = known.length === 1 ? 'only season 1' : `seasons ${numbersInWords(known)}`
  const text = `${titleAndYear(show)} has ${has}, no season ${numbersInWords(unknown)}.`
  return { type: 'answer', text }
}
