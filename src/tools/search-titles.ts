import type { Radarr } from '../media/radarr.ts'
import type { Sonarr } from '../media/sonarr.ts'
import { type Answers, askBoth } from './side-by-side.ts'
import type { TitleArgs } from './title-args.ts'
import { namedExactly, titleKey } from './title-key.ts'
import { externalIdOf, type Title, toFilm, toShow } from './title.ts'

type Services = Parameters<typeof askBoth>[0]

/** What a service finds for a term, and the same of what it already keeps. */
type Lookup = (term: string) => Promise<Title[]>

export interface Search extends Answers<Title> {
  /** Whether they are called what was asked for, rather than something like it. */
  isExact: boolean
}

/** Those a name fits: exactly if any does, else as the searches ranked them, in turns. */
export async function searchTitles(services: Services, named: TitleArgs): Promise<Search> {
  const { kind, externalId } = named
  const answers = await askBoth<Ranked>(services, kind, {
    films: async (radarr) => [rank(await lookUp(named, filmLookup(radarr, externalId)), named)],
    shows: async (sonarr) => [rank(await lookUp(named, showLookup(sonarr, externalId)), named)],
  })
  return { ...answers, ...merge(answers.found, named) }
}

/** Those in the libraries that a name fits, without looking anything up. */
export async function searchLibraries(services: Services, named: TitleArgs): Promise<Search> {
  const answers = await askBoth<Ranked>(services, named.kind, {
    films: async (radarr) => [pickTitles((await radarr.library()).map(toFilm), named)],
    shows: async (sonarr) => [pickTitles((await sonarr.library()).map(toShow), named)],
  })
  return { ...answers, ...merge(answers.found, named) }
}

interface Ranked {
  titles: Title[]
  isExact: boolean
}

function merge(ranked: readonly Ranked[], named: TitleArgs): Pick<Search, 'found' | 'isExact'> {
  const exact = onceEach(ranked.filter(({ isExact }) => isExact).flatMap(({ titles }) => titles))
  const ofThatYear = exact.filter((title) => fitsYear(title, named))
  if (exact.length > 0) return { found: ofThatYear.length > 0 ? ofThatYear : exact, isExact: true }

  const [first = [], second = []] = ranked.map(({ titles }) => titles)
  const rows = Array.from({ length: Math.max(first.length, second.length) }, (_, at) => at)
  const inTurns = rows.flatMap((at) => [first[at], second[at]])
  return { found: onceEach(inTurns.filter((title) => title !== undefined)), isExact: false }
}

/** A service may list a title twice. */
function onceEach(titles: readonly Title[]): Title[] {
  const byId = new Map(titles.map((title) => [`${title.kind} ${externalIdOf(title)}`, title]))
  return [...byId.values()]
}

// A film of 1996 and a show of 2014 have one name, and each service knows but its own.
function fitsYear(candidate: Title, { title, year }: TitleArgs): boolean {
  return candidate.year === year || namedExactly([candidate], `${title} ${year}`).length > 0
}

function filmLookup(radarr: Radarr, tmdbId: number | undefined): Lookup {
  return async (term) => {
    const [library, found] = await Promise.all([
      radarr.library(),
      tmdbId === undefined ? radarr.lookup(term) : radarr.lookupByTmdbId(tmdbId).then(asList),
    ])
    return asKept(library, found, (movie) => movie.tmdbId).map(toFilm)
  }
}

function showLookup(sonarr: Sonarr, tvdbId: number | undefined): Lookup {
  return async (term) => {
    const [library, found] = await Promise.all([
      sonarr.library(),
      tvdbId === undefined ? sonarr.lookup(term) : sonarr.lookupByTvdbId(tvdbId).then(asList),
    ])
    return asKept(library, found, (series) => series.tvdbId).map(toShow)
  }
}

const asList = <T>(one: T | undefined): T[] => (one === undefined ? [] : [one])

/** `found`, each as the library knows it where it does. */
function asKept<T>(library: readonly T[], found: readonly T[], idOf: (title: T) => number): T[] {
  const kept = new Map(library.map((title) => [idOf(title), title]))
  return found.map((title) => kept.get(idOf(title)) ?? title)
}

async function lookUp({ title, year, externalId }: TitleArgs, lookup: Lookup): Promise<Title[]> {
  const found = await lookup(title)
  if (!year || externalId !== undefined) return found

  const ofThatYear = found.filter((candidate) => candidate.year === year)
  if (ofThatYear.length > 0) return ofThatYear
  // The year may belong to the title, as in Wonder Woman 1984, or be misremembered.
  const whole = `${title} ${year}`
  const foundWhole = namedExactly(await lookup(whole), whole)
  return foundWhole.length > 0 ? foundWhole : found
}

function rank(found: Title[], { title, year, externalId }: TitleArgs): Ranked {
  const wanted = found.filter((candidate) => externalIdOf(candidate) === externalId)
  if (externalId !== undefined) return { titles: wanted, isExact: wanted.length > 0 }

  const exact = [`${title} ${year ?? ''}`, title]
    .map((name) => namedExactly(found, name))
    .find((titles) => titles.length > 0)
  return { titles: exact ?? found, isExact: exact !== undefined }
}

/** Those of `titles` that a name fits. */
export function pickTitles(
  titles: readonly Title[],
  { title, year, externalId }: TitleArgs,
): Ranked {
  if (externalId !== undefined) return rank([...titles], { title, externalId })

  const whole = namedExactly(titles, `${title} ${year ?? ''}`)
  if (whole.length > 0) return { titles: whole, isExact: true }
  const candidates = year ? titles.filter((candidate) => candidate.year === year) : titles
  const exact = namedExactly(candidates, title)
  if (exact.length > 0) return { titles: exact, isExact: true }
  const key = titleKey(title)
  const like = candidates.filter(
    (candidate) => key !== '' && titleKey(candidate.title).includes(key),
  )
  return { titles: like, isExact: false }
}
