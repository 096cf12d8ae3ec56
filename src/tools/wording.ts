import type { Movie } from '../media/radarr.ts'

// A title is cut so that a question with its code always fits into a text.
const MAX_TITLE = 80

/** `Dune (2021)` */
export function titleAndYear({ title, year }: { title: string; year: number }): string {
  const short = title.length > MAX_TITLE ? `${title.slice(0, MAX_TITLE - 3).trimEnd()}...` : title
  return year > 0 ? `${short} (${year})` : short
}

export type MovieState = 'here' | 'wanted' | 'not here'

/** The one word for where a film stands; what is in the library but not wanted is not here. */
export function stateOf({ id, hasFile, monitored }: Movie): MovieState {
  if (hasFile) return 'here'
  return id !== undefined && monitored ? 'wanted' : 'not here'
}

const UNITS = [
  { name: 'TB', bytes: 1e12 },
  { name: 'GB', bytes: 1e9 },
  { name: 'MB', bytes: 1e6 },
]

/** `14 GB`, `1.4 TB`; nothing finer, because nobody chooses by it. */
export function sizeInWords(bytes: number): string {
  const unit = UNITS.find((candidate) => bytes >= candidate.bytes)
  if (!unit) return 'under 1 MB'
  const amount = bytes / unit.bytes
  return `${amount >= 10 ? Math.round(amount) : Number(amount.toFixed(1))} ${unit.name}`
}
