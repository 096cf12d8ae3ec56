// A title is cut so that a question with its code always fits into a text.
const MAX_TITLE = 80

/** `Dune (2021)` */
export function titleAndYear({ title, year }: { title: string; year: number }): string {
  const short = shortTitle(title)
  return year > 0 ? `${short} (${year})` : short
}

export function shortTitle(title: string, longest = MAX_TITLE): string {
  return title.length > longest ? `${title.slice(0, longest - 3).trimEnd()}...` : title
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

const MINUTE_MS = 60_000

/** `about 20 min`, `about 3 hours`, `about 2 days`. */
export function durationInWords(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / MINUTE_MS))
  if (minutes < 90) return `about ${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 36 ? `about ${hours} hours` : `about ${Math.round(hours / 24)} days`
}

/** `2`, `2 and 4`, `1-3 and 5`: whole numbers in ascending order. */
export function numbersInWords(numbers: readonly number[]): string {
  const runs = runsOf(numbers).map(([first, last]) =>
    first === last ? `${first}` : last === first + 1 ? `${first} and ${last}` : `${first}-${last}`,
  )
  return runs.length > 1 && runs.every((run) => !run.includes('and'))
    ? `${runs.slice(0, -1).join(', ')} and ${runs.at(-1)}`
    : runs.join(', ')
}

// Nobody reads further, and a question that names them all would not fit into a text.
const MAX_RUNS = 12

/** `S2`, `S1-3`, `S1-2, S4`, and at last `12 others`. */
export function seasonsInShort(seasons: readonly number[]): string {
  const runs = runsOf(seasons)
  const named = runs
    .slice(0, MAX_RUNS)
    .map(([first, last]) => (first === last ? `S${first}` : `S${first}-${last}`))
  const others = runs.length - MAX_RUNS
  return [...named, ...(others > 0 ? [`${others} others`] : [])].join(', ')
}

/** `E2`, `E1-3`, `E1-2+4` */
export function episodesInShort(episodes: readonly number[]): string {
  const runs = runsOf(episodes).map(([first, last]) =>
    first === last ? `${first}` : `${first}-${last}`,
  )
  return `E${runs.join('+')}`
}

function runsOf(numbers: readonly number[]): Array<[first: number, last: number]> {
  const runs: Array<[number, number]> = []
  for (const number of numbers) {
    const last = runs.at(-1)
    if (last && number === last[1] + 1) last[1] = number
    else runs.push([number, number])
  }
  return runs
}
