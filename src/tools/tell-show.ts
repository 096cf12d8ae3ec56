import type { ToolOutcome } from '../db/column-types.ts'
import { dateInWords } from '../local-time.ts'
import type { Download } from '../media/queue.ts'
import { absenceOf, offerToAdd } from './offer-to-add.ts'
import { downloadInWords } from './progress.ts'
import { seasonStandings, type SeasonStanding, type SeasonState } from './show-state.ts'
import { listOf, type Show } from './title.ts'
import type { ToolContext } from './tool.ts'
import { episodesInShort, seasonsInShort, shortTitle, titleAndYear } from './wording.ts'

type StateType = SeasonState['type']

// What people wait for comes first, and what could be added last, beside its offer.
const ORDER: readonly StateType[] = [
  'downloading',
  'partly here',
  'wanted',
  'here so far',
  'here',
  'coming',
  'not here',
]

const WAITING = new Set<StateType>(['downloading', 'partly here', 'wanted'])

/** Where a show stands, season by season; what is not here is offered. */
export function tellShow(
  show: Show,
  downloads: readonly Download[],
  context: Pick<ToolContext, 'now' | 'timeZone'>,
): ToolOutcome {
  const name = titleAndYear(show)
  const standings = show.id === undefined ? [] : seasonStandings(show, downloads)
  if (show.id !== undefined && show.monitored && standings.length === 0) {
    return { type: 'answer', text: `${name} has no seasons yet.`, list: listOf([show], 'find') }
  }
  const missing = standings.filter(({ state }) => state.type === 'not here')
  if (missing.length === standings.length) {
    return offerToAdd(show, `${name} ${absenceOf(show)}.`)
  }

  const list = listOf([show], 'find')
  const types = new Set(standings.map(({ state }) => state.type))
  if (types.size === 1 && types.has('here')) {
    const text = `${name} is here${allSeasons(standings.length)}.`
    return { type: 'answer', text, list }
  }
  const [first = '', ...others] = clausesOf(standings, context)
  const text = [`${shortTitle(show.title)} ${first}.`, ...others.map((each) => `${each}.`)].join(
    ' ',
  )
  if (missing.length === 0) return { type: 'answer', text, list }
  return offerToAdd(show, text, {
    seasons: missing.map(({ number }) => number).join(','),
    pronoun: missing.length > 1 ? 'them' : 'it',
  })
}

function allSeasons(count: number): string {
  if (count < 2) return ''
  return count === 2 ? ', both seasons' : `, all ${count} seasons`
}

type Clock = Pick<ToolContext, 'now' | 'timeZone'>

function clausesOf(standings: readonly SeasonStanding[], clock: Clock): string[] {
  // When something airs is worth telling where nothing is waited for that has aired already.
  const isWaiting = standings.some(({ state }) => WAITING.has(state.type))
  const airing = isWaiting ? undefined : standings.find(({ state }) => nextAiringOf(state))

  return ORDER.flatMap((type) => {
    const ofType = standings.filter(({ state }) => state.type === type)
    // Those that carry figures of their own, or the date, are told one by one.
    const isTogether = type !== 'downloading' && type !== 'partly here' && type !== 'here so far'
    const rest = ofType.filter((standing) => !isTogether || standing !== airing)
    const groups = isTogether ? [rest] : rest.map((standing) => [standing])
    const first = isTogether ? ofType.filter((standing) => standing === airing) : []
    return [first, ...groups].flatMap((group) => {
      const [one] = group
      const next = one && one === airing ? dateOf(one.state, clock) : ''
      return one ? [clauseOf(one.state, group, next)] : []
    })
  })
}

function nextAiringOf(state: SeasonState): string | undefined {
  return state.type === 'coming' || state.type === 'here so far' ? state.nextAiring : undefined
}

/** ` Thu 26 Nov`; nothing for what should have aired by now. */
function dateOf(state: SeasonState, { now, timeZone }: Clock): string {
  const at = Date.parse(nextAiringOf(state) ?? '')
  return at > now() ? ` ${dateInWords(at, now(), timeZone)}` : ''
}

function clauseOf(state: SeasonState, group: readonly SeasonStanding[], date: string): string {
  const seasons = seasonsInShort(group.map(({ number }) => number))
  const are = group.length > 1 ? 'are' : 'is'
  switch (state.type) {
    case 'downloading':
      return `${downloadingName(seasons, state)} ${downloadInWords(state.download)}`
    case 'partly here': {
      const episodes = state.isAiring ? `${state.episodes} aired episodes` : count(state.episodes)
      return `${seasons} is partly here: ${state.files} of ${episodes}`
    }
    case 'here so far':
      return `${seasons} is here so far: ${count(state.episodes)}${date && `, next${date}`}`
    case 'wanted':
      return `${seasons} ${are} wanted, but not here yet`
    case 'not here':
      return `${seasons} ${are}n't here`
    case 'coming':
      return `${seasons} ${are} coming${date}`
    case 'here':
      return `${seasons} ${are} here`
  }
}

/** The episodes themselves where others of the season are here already: `S2E9`. */
function downloadingName(
  season: string,
  { download, files }: Extract<SeasonState, { type: 'downloading' }>,
): string {
  const { episodes = [] } = download
  return files > 0 && episodes.length > 0 ? `${season}${episodesInShort(episodes)}` : season
}

function count(episodes: number): string {
  return episodes === 1 ? '1 episode' : `${episodes} episodes`
}
