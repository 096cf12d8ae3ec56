import { ArrError } from '../errors.ts'
import type { Radarr } from '../media/radarr.ts'
import type { Sonarr } from '../media/sonarr.ts'
import { ratingVerdict } from './rating-verdict.ts'
import { type Answers, askBoth } from './side-by-side.ts'
import type { TitleArgs } from './title-args.ts'
import { namedExactly, titleKey } from './title-key.ts'
import { externalIdOf, type Title, toFilm, toShow } from './title.ts'
import type { ToolContext } from './tool.ts'

type Services = Parameters<typeof askBoth>[0]
type Asker = Services & Pick<ToolContext, 'user' | 'unlimited'>

/** The titles of one kind: those that are kept, and those that a term finds. */
interface Source {
  library: () => Promise<Title[]>
  lookup: (term: string) => Promise<Title[]>
}

export interface Search extends Answers<Title> {
  /** Whether they are called what was asked for, rather than something like it. */
  isExact: boolean
  /** Whether there are some of that very name, all of them above the person's rating limit. */
  isAboveLimit: boolean
}

/** Those a name fits: exactly if any does, else as the searches ranked them, in turns. */
export async function searchTitles(asker: Asker, named: TitleArgs): Promise<Search> {
  const services = { ...asker, ...asker.unlimited }
  const { kind, externalId } = named
  const answers = await askBoth<Ranked>(services, kind, {
    films: async (radarr) => [await searchSource(filmsOf(radarr, externalId), named, services)],
    shows: async (sonarr) => [await searchSource(showsOf(sonarr, externalId), named, services)],
  })
  return { ...answers, ...withinLimit(merge(answers.found, named), asker) }
}

/**
 * Those in the libraries that a name fits, without looking anything up. What is above the person's
 * rating limit is as if it were not here: told apart, that it is here would be told.
 */
export async function searchLibraries(asker: Asker, named: TitleArgs): Promise<Search> {
  const services = { ...asker, ...asker.unlimited }
  const left = (titles: readonly Title[]) => leftByLimit(titles, asker)
  const answers = await askBoth<Ranked>(services, named.kind, {
    films: async (radarr) => [pickTitles(left((await radarr.library()).map(toFilm)), named)],
    shows: async (sonarr) => [pickTitles(left((await sonarr.library()).map(toShow)), named)],
  })
  return { ...answers, ...merge(answers.found, named), isAboveLimit: false }
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

/**
 * What is left of it by the person's rating limit. It is looked at last, so that a namesake does not
 * take the place of the one that was named.
 */
function withinLimit(
  { found, isExact }: Pick<Search, 'found' | 'isExact'>,
  asker: Asker,
): Pick<Search, 'found' | 'isExact' | 'isAboveLimit'> {
  const left = leftByLimit(found, asker)
  return { found: left, isExact, isAboveLimit: isExact && left.length === 0 }
}

function leftByLimit(titles: readonly Title[], { user }: Pick<Asker, 'user'>): Title[] {
  return titles.flatMap((title): Title[] => {
    const verdict = ratingVerdict(title, user)
    if (verdict === 'forbidden') return []
    return verdict === 'needs-approval' ? [{ ...title, needsApproval: true }] : [title]
  })
}

/** A service may list a title twice. */
function onceEach(titles: readonly Title[]): Title[] {
  const byId = new Map(titles.map((title) => [`${title.kind} ${externalIdOf(title)}`, title]))
  return [...byId.values()]
}

/**
 * Whether the year that was said is the title's, or part of its name. A film of 1996 and a show of
 * 2014 have one name, and each service knows but its own.
 */
export function fitsYear(candidate: Title, { title, year, externalId }: TitleArgs): boolean {
  if (!year || externalId !== undefined || candidate.year === year) return true
  return namedExactly([candidate], `${title} ${year}`).length > 0
}

function filmsOf(radarr: Radarr, tmdbId: number | undefined): Source {
  return {
    library: async () => (await radarr.library()).map(toFilm),
    lookup: async (term) => {
      if (tmdbId === undefined) return (await radarr.lookup(term)).map(toFilm)
      const movie = await radarr.lookupByTmdbId(tmdbId)
      return movie ? [toFilm(movie)] : []
    },
  }
}

function showsOf(sonarr: Sonarr, tvdbId: number | undefined): Source {
  return {
    library: async () => (await sonarr.library()).map(toShow),
    lookup: async (term) => {
      if (tvdbId === undefined) return (await sonarr.lookup(term)).map(toShow)
      const series = await sonarr.lookupByTvdbId(tvdbId)
      return series ? [toShow(series)] : []
    },
  }
}

/** What a lookup cannot tell, the library may: a lookup needs the public databases as well. */
async function searchSource(
  { library, lookup }: Source,
  named: TitleArgs,
  { log, sid }: Pick<Services, 'log' | 'sid'>,
): Promise<Ranked> {
  const [kept, looked] = await Promise.all([library(), orFailure(lookUp(named, lookup))])
  const here = pickTitles(kept, named)
  if (!(looked instanceof ArrError)) {
    const found = rank(asKept(kept, looked), named)
    return here.isExact && !found.isExact ? here : found
  }
  if (!here.isExact) throw looked
  log.warn({ err: looked, sid }, 'a lookup failed, so the library answers alone')
  return here
}

async function orFailure<T>(answer: Promise<T>): Promise<T | ArrError> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof ArrError) return error
    throw error
  }
}

/** `found`, each as the library knows it where it does. */
function asKept(library: readonly Title[], found: readonly Title[]): Title[] {
  const kept = new Map(library.map((title) => [externalIdOf(title), title]))
  return found.map((title) => kept.get(externalIdOf(title)) ?? title)
}

async function lookUp(
  { title, year, externalId }: TitleArgs,
  lookup: Source['lookup'],
): Promise<Title[]> {
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
