import type { ListedTitle, ToolOutcome } from '../db/column-types.ts'
import type { Movie, Radarr } from '../media/radarr.ts'
import type { MovieArgs } from './movie-args.ts'
import { stateOf, titleAndYear } from './wording.ts'

const MAX_LISTED = 5

/** Those a name fits: exactly if any does, else as the search ranked them. */
export async function searchMovies(radarr: Radarr, named: MovieArgs): Promise<Movie[]> {
  const [library, found] = await Promise.all([radarr.library(), lookUp(radarr, named)])
  const inLibrary = new Map(library.map((movie) => [movie.tmdbId, movie]))
  return found.map((movie) => inLibrary.get(movie.tmdbId) ?? movie)
}

async function lookUp(radarr: Radarr, { title, year, tmdbId }: MovieArgs): Promise<Movie[]> {
  if (tmdbId !== undefined) {
    const movie = await radarr.lookupByTmdbId(tmdbId)
    return movie ? [movie] : []
  }
  const found = await radarr.lookup(title)
  if (!year) return bestMatches(found, title)

  const ofThatYear = found.filter((movie) => movie.year === year)
  if (ofThatYear.length > 0) return bestMatches(ofThatYear, title)
  // The year may belong to the title, as in Wonder Woman 1984, or be misremembered.
  const whole = `${title} ${year}`
  const foundWhole = exactMatches(await radarr.lookup(whole), whole)
  return foundWhole.length > 0 ? foundWhole : bestMatches(found, title)
}

/** Those in `movies` that a name fits, without asking anyone. */
export function pickMovies(movies: readonly Movie[], { title, year, tmdbId }: MovieArgs): Movie[] {
  if (tmdbId !== undefined) return movies.filter((movie) => movie.tmdbId === tmdbId)

  const whole = exactMatches(movies, `${title} ${year ?? ''}`)
  if (whole.length > 0) return whole
  const candidates = year ? movies.filter((movie) => movie.year === year) : movies
  const exact = exactMatches(candidates, title)
  return exact.length > 0
    ? exact
    : candidates.filter((movie) => titleKey(movie.title).includes(titleKey(title)))
}

function bestMatches(movies: readonly Movie[], title: string): Movie[] {
  const exact = exactMatches(movies, title)
  return exact.length > 0 ? exact : [...movies]
}

function exactMatches(movies: readonly Movie[], title: string): Movie[] {
  return movies.filter((movie) => titleKey(movie.title) === titleKey(title))
}

const NUMBERS: Readonly<Record<string, string>> = {
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
  ii: '2',
  iii: '3',
  iv: '4',
  vi: '6',
  vii: '7',
  viii: '8',
  ix: '9',
}

/** Equal for titles that a person would call the same: `Dune: Part Two` and `dune part 2`. */
function titleKey(title: string): string {
  const plain = title.normalize('NFKD').replaceAll(/\p{M}|['’]/gu, '')
  const words = plain
    .toLowerCase()
    .replaceAll('&', ' and ')
    .split(/[^\p{L}\p{N}]+/u)
  return words
    .filter((word, index) => word !== '' && !(index === 0 && word === 'the'))
    .map((word) => NUMBERS[word] ?? word)
    .join(' ')
}

/** Asks which of `movies` is meant; each number stands for the call of `tool` on that film. */
export function askWhich(tool: string, movies: readonly Movie[]): ToolOutcome {
  const listed = movies.slice(0, MAX_LISTED)
  const lines = listed.map((movie) => `${titleAndYear(movie)} - ${stateOf(movie)}`)
  const numbered = lines.map((line, index) => `${index + 1} ${line}`).join('\n')
  const choices = listed.map(({ title, year, tmdbId }, index) => [
    String(index + 1),
    { tool, args: { title, year, tmdbId } },
  ])
  const list: ListedTitle[] = listed.map(({ title, year }) => ({ title, year }))
  return {
    type: 'question',
    text: numbered,
    list,
    proposal: {
      kind: 'offer',
      text: `Which one? Reply a number.\n${numbered}`,
      plain: `${lines.join('\n')}\nWhich one? Text "${tool}" with its title and year.`,
      choices: { ...Object.fromEntries(choices), NO: null },
    },
  }
}

export function notFound({ title, year }: MovieArgs): ToolOutcome {
  const named = year ? `${title} (${year})` : title
  return {
    type: 'answer',
    text: `I can't find a film called "${named}". Maybe another spelling?`,
  }
}
