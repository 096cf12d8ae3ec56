import { dateInWords } from '../local-time.ts'
import type { Download } from '../media/queue.ts'
import { downloadInShort } from './progress.ts'
import type { Film } from './title.ts'

export type FilmState =
  | { type: 'here' | 'wanted' | 'not here' }
  | { type: 'downloading'; download: Download }
  /** `at` is the release's day, in epoch milliseconds. */
  | { type: 'coming'; at: number }

/** Where a film stands; what is in the library but not wanted is not here. */
export function filmState(film: Film, downloads: readonly Download[], now: number): FilmState {
  if (film.hasFile) return { type: 'here' }
  const download = downloads.find(({ externalId }) => externalId === film.tmdbId)
  if (download) return { type: 'downloading', download }
  if (film.id === undefined || !film.monitored) return { type: 'not here' }

  const at = film.isAvailable === false ? releaseOf(film, now) : undefined
  return at === undefined ? { type: 'wanted' } : { type: 'coming', at }
}

/** When it can first be had, where that is known and still ahead. */
function releaseOf({ digitalRelease, physicalRelease }: Film, now: number): number | undefined {
  const days = [digitalRelease, physicalRelease].map((date) => Date.parse(date ?? ''))
  const ahead = days.filter((day) => day > now)
  return ahead.length > 0 ? Math.min(...ahead) : undefined
}

/** The one word for it in a list. Releases are days, not moments, so no time zone moves them. */
export function filmStateInShort(state: FilmState, now: number): string {
  switch (state.type) {
    case 'downloading':
      return downloadInShort(state.download)
    case 'coming':
      return `coming ${dateInWords(state.at, now, 'UTC')}`
    case 'here':
    case 'wanted':
    case 'not here':
      return state.type
  }
}
