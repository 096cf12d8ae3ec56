import type { ToolOutcome } from '../db/column-types.ts'
import { dateInWords } from '../local-time.ts'
import type { Download } from '../media/queue.ts'
import { progressInWords } from './downloads.ts'
import { offerToAdd } from './offer-to-add.ts'
import { seasonStandings, type SeasonStanding, type SeasonState } from './show-state.ts'
import { listOf, type Show } from './title.ts'
import type { ToolContext } from './tool.ts'
import { seasonsInShort, shortTitle, titleAndYear } from './wording.ts'

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
  const standings = show.id === undefined ? [] : seasonStandings(show, downloads)
  const missing = standings.filter(({ state }) => state.type === 'not here')
  const name = titleAndYear(show)
  if (missing.length === standings.length) {
    return offerToAdd(show, `${name} isn't ${show.status === 'upcoming' ? 'out yet' : 'here'}.`)
  }

  const list = listOf([show], 'find')
  const types = new Set(standings.map(({ state }) => state.type))
  if (types.size === 1 && types.has('here')) {
    const text = `${name} is here${allSeasons(standings.length)}.`
    return { type: 'answer', text, list }
  }
  const next = nextEpisode(show, standings, context)
  const [first = '', ...others] = clausesOf(standings, next)
  const text = [`${shortTitle(show.title)} ${first}.`, ...others.map((each) => `${each}.`)].join(
    ' ',
  )
  if (missing.length === 0) return { type: 'answer', text, list }
  return offerToAdd(
    show,
    text,
    missing.map(({ number }) => number),
  )
}

function allSeasons(count: number): string {
  if (count < 2) return ''
  return count === 2 ? ', both seasons' : `, all ${count} seasons`
}

/** When the next episode airs, where nothing is waited for that has aired already. */
function nextEpisode(
  { nextAiring }: Show,
  standings: readonly SeasonStanding[],
  { now, timeZone }: Pick<ToolContext, 'now' | 'timeZone'>,
): string | undefined {
  const isWaiting = standings.some(({ state }) => WAITING.has(state.type))
  const at = Date.parse(nextAiring ?? '')
  return at > now() && !isWaiting ? dateInWords(at, now(), timeZone) : undefined
}

function clausesOf(standings: readonly SeasonStanding[], next: string | undefined): string[] {
  const airing = standings.find(
    ({ state }) => state.type === 'here so far' || state.type === 'coming',
  )

  return ORDER.flatMap((type) => {
    const ofType = standings.filter(({ state }) => state.type === type)
    // Those that carry figures of their own are told one by one.
    const isTogether = type !== 'downloading' && type !== 'partly here' && type !== 'here so far'
    const groups = isTogether ? [ofType] : ofType.map((standing) => [standing])
    return groups.flatMap((group) => {
      const [one] = group
      const date = one && one === airing && next ? ` ${next}` : ''
      return one ? [clauseOf(one.state, group, date)] : []
    })
  })
}

function clauseOf(state: SeasonState, group: readonly SeasonStanding[], date: string): string {
  const seasons = seasonsInShort(group.map(({ number }) => number))
  const are = group.length > 1 ? 'are' : 'is'
  switch (state.type) {
    case 'downloading':
      return `${seasons} is downloading: ${progressInWords(state.download)}`
    case 'partly here':
      return `${seasons} is partly here: ${state.files} of ${state.episodes} episodes`
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

function count(episodes: number): string {
  return episodes === 1 ? '1 episode' : `${episodes} episodes`
}
