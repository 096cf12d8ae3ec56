import { z } from 'zod'
import type { SeasonSelection } from '../media/season-selection.ts'
import { regularSeasons } from './show-state.ts'
import type { Show } from './title.ts'

// Some shows number their seasons by year.
const HIGHEST = 2200

/** Which seasons of a show, in the words a model uses: `all`, `2`, `1,3`, `3-5`, `3+`, `new`. */
export const SeasonsArg = z
  .preprocess(
    // Models send a list, or a bare number, where a string is due. What cannot be read stays there
    // to be refused: left out, it would mean all of them.
    (value) => {
      if (typeof value === 'string' || value === undefined || value === false) return value || null
      return Array.isArray(value) ? value.join(',') : value === null ? null : JSON.stringify(value)
    },
    z.string().max(2000).nullish(),
  )
  .describe(
    'Shows only: "all", "2", "1,3", "3-5", "3+" for 3 and later, "new" for future ones only',
  )

export type SpokenSeasons =
  | { type: 'all' | 'new' | 'latest' }
  | { type: 'from'; first: number }
  | { type: 'listed'; seasons: number[] }

/** What was said of seasons; nothing said means all of them, and undefined that it makes no sense. */
export function readSeasons(spoken: string | null | undefined): SpokenSeasons | undefined {
  const plain = (spoken ?? 'all').toLowerCase().replaceAll(/seasons?|\bs(?=\d)|[\s[\]]/g, '')
  if (/^(?:|all|null|none|n\/?a)$/.test(plain)) return { type: 'all' }
  if (/^(?:new|future|upcoming)$/.test(plain)) return { type: 'new' }
  if (/^(?:the)?(?:latest|newest|last|current)$/.test(plain)) return { type: 'latest' }
  const first = /^(?:from)?(\d{1,4})(?:\+|-|onwards?|andlater)$|^from(\d{1,4})$/.exec(plain)
  if (first) return { type: 'from', first: Number(first[1] ?? first[2]) }

  const runs = plain.split(/,|and|&/).map((part) => /^(\d{1,4})(?:(?:-|to)(\d{1,4}))?$/.exec(part))
  const seasons = runs.flatMap((run) => (run ? numbersFrom(Number(run[1]), Number(run[2])) : NaN))
  if (seasons.length === 0 || !seasons.every((season) => season > 0 && season <= HIGHEST)) {
    return undefined
  }
  return { type: 'listed', seasons: [...new Set(seasons)].toSorted((a, b) => a - b) }
}

function numbersFrom(first: number, last: number): number[] {
  const end = Number.isNaN(last) ? first : Math.min(last, HIGHEST)
  return Array.from({ length: Math.max(end - first + 1, 0) }, (_, step) => first + step)
}

/** The selection that is meant, and those of its seasons that the show does not have. */
export function selectSeasons(
  show: Show,
  spoken: SpokenSeasons,
): { selection: SeasonSelection; unknown: number[] } {
  const known = regularSeasons(show).map(({ number }) => number)
  switch (spoken.type) {
    case 'all':
    case 'new':
      return { selection: { type: spoken.type }, unknown: [] }
    case 'latest':
      return {
        selection: { type: 'seasons', seasons: known.slice(-1), andNew: false },
        unknown: [],
      }
    case 'from': {
      const seasons = known.filter((number) => number >= spoken.first)
      const unknown = seasons.length > 0 ? [] : [spoken.first]
      return { selection: { type: 'seasons', seasons, andNew: true }, unknown }
    }
    case 'listed': {
      const unknown = spoken.seasons.filter((number) => !known.includes(number))
      return { selection: { type: 'seasons', seasons: spoken.seasons, andNew: false }, unknown }
    }
  }
}
