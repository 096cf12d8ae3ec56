import type { SeasonSelection } from '../media/season-selection.ts'
import { regularSeasons } from './show-state.ts'
import type { Show } from './title.ts'
import { numbersInWords, titleAndYear } from './wording.ts'

/** Said of a show, or seasons of it, that is wanted from now on and searched for. */
export function sayAdded(show: Show, selection: SeasonSelection): string {
  const name = titleAndYear(show)
  if (show.status === 'upcoming') return `Added ${name}. It hasn't aired yet.`
  if (regularSeasons(show).length === 0) return `Added ${name}. It has no seasons yet.`
  switch (selection.type) {
    case 'new':
      return `Added ${name} from now on. New episodes come as they air.`
    case 'all':
      return `Added ${name}${allInWords(show)}. Searching for it now.`
    case 'seasons': {
      const them = selection.seasons.length > 1 ? 'them' : 'it'
      return `Added ${name}, ${chosenInWords(show, selection)}. Searching for ${them} now.`
    }
  }
}

/** Said of seasons of which there is nothing to search for now. */
export function sayAddedUnaired(show: Show, seasons: readonly number[]): string {
  const added = `Added ${titleAndYear(show)}, ${seasonsInWords(seasons)}.`
  const isBegun = show.seasons.some(({ number, files }) => seasons.includes(number) && files > 0)
  if (isBegun) return `${added} New episodes come as they air.`
  return `${added} ${seasons.length > 1 ? "They haven't" : "It hasn't"} aired yet.`
}

/** `season 2`, `seasons 1 and 3` */
export function seasonsInWords(seasons: readonly number[]): string {
  return `season${seasons.length > 1 ? 's' : ''} ${numbersInWords(seasons)}`
}

function chosenInWords(
  show: Show,
  { seasons, andNew }: Extract<SeasonSelection, { type: 'seasons' }>,
): string {
  return `${seasonsInWords(seasons)}${andNew && !show.hasEnded ? ' and new ones' : ''}`
}

/** `, both seasons`, `, all 5 seasons and new ones` */
function allInWords(show: Show): string {
  const count = regularSeasons(show).length
  const andNew = show.hasEnded ? '' : ' and new ones'
  if (count < 2) return ''
  return `, ${count === 2 ? 'both seasons' : `all ${count} seasons`}${andNew}`
}
