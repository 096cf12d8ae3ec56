import { expect, test } from 'vitest'
import { z } from 'zod'
import { type Film, FILMS } from '../../src/demo/films.ts'
import { type Show, SHOWS } from '../../src/demo/shows.ts'
import { type Household, SAM, startHousehold } from '../helpers/household.ts'
import { expectPlainWords } from '../helpers/plain-words.ts'
import { ODD_TITLES } from './odd-titles.ts'

type Service = 'radarr' | 'sonarr'
const NAMES = ['radarr', 'sonarr'] as const

const Row = z.record(z.string(), z.unknown())
const isRow = (value: unknown): value is z.infer<typeof Row> => Row.safeParse(value).success

/** `value`, and every object in it, as `change` makes it. */
function everywhere(value: unknown, change: (row: object) => object): unknown {
  if (Array.isArray(value)) return value.map((item) => everywhere(item, change))
  if (!isRow(value)) return value
  const inner = Object.entries(value).map(([key, item]) => [key, everywhere(item, change)])
  return change(Object.fromEntries(inner))
}

/** Whatever a service reads out, `change` has been at it. */
function alterReads(household: Household, service: Service, change: (body: unknown) => unknown) {
  const arr = household[service]
  arr.intercept = async ({ method, path }) => {
    if (method !== 'GET' || path.includes('unaltered')) return 'pass'
    const separator = path.includes('?') ? '&' : '?'
    const headers = { 'x-api-key': arr.apiKey }
    const response = await fetch(`${arr.url}${path}${separator}unaltered=1`, { headers })
    const body = JSON.stringify(change(await response.json()))
    return { status: response.status, body }
  }
}

async function ask(household: Household, text: string): Promise<string> {
  household.advance(6 * 60_000)
  const reply = await household.text(SAM, text)
  expectPlainWords(reply)
  expect(reply).not.toMatch(/---|on my side/)
  return reply ?? ''
}

const TEXTS = {
  radarr: ['is mickey 17 in', 'delete heat', 'whats downloading', 'coming next month'],
  sonarr: ['is andor in', 'delete andor', 'whats downloading', 'coming next month'],
}

function withDownload(household: Household): void {
  const mickey = household.radarr.find(696506)
  household.radarr.queue.push({
    downloadId: 'A1',
    title: 'Mickey.17',
    sizeBytes: 10e9,
    leftBytes: 5e9,
    minutesLeft: 20,
    status: 'downloading',
    ...(mickey && { movieId: mickey.id }),
  })
}

const FIELDS = {
  both: ['year', 'id', 'monitored', 'path', 'added', 'size', 'sizeleft', 'timeleft'],
  radarr: ['tmdbId', 'hasFile', 'sizeOnDisk', 'digitalRelease', 'statistics', 'movieFile'],
  sonarr: ['tvdbId', 'seasons', 'seasonNumber', 'episodeNumber', 'episodeFileCount', 'airDateUtc'],
}
const VALUES = ['2026-11-2x', '9999999.23:59:59', -1, 1e308, {}]

const CASES = NAMES.flatMap((service) =>
  [...FIELDS.both, ...FIELDS[service]].map((field) => [service, field] as const),
)

test.for(CASES)('%s tells odd things of a %s', async ([service, field]) => {
  const household = await startHousehold({
    films: FILMS.filter(({ title }) => ['Heat', 'Mickey 17'].includes(title)),
    shows: SHOWS.filter(({ title }) => title === 'Andor'),
  })
  withDownload(household)

  for (const value of VALUES) {
    alterReads(household, service, (body) =>
      everywhere(body, (row) => (field in row ? { ...row, [field]: value } : row)),
    )
    for (const text of TEXTS[service]) {
      expect(await ask(household, text)).not.toMatch(/Infinity|e\+\d|\d{6}|-\d+(?:%| min)/)
    }
  }
})

const film = (tmdbId: number, title: string, more: Partial<Film> = {}): Film => ({
  tmdbId,
  title,
  year: 1995,
  status: 'released',
  ...more,
})
const show = (tvdbId: number, title: string, more: Partial<Show> = {}): Show => ({
  tvdbId,
  title,
  year: 1995,
  status: 'ended',
  specials: 0,
  seasons: [{ episodes: 2, premiere: { year: 1995 } }],
  ...more,
})

test.for(
  NAMES.flatMap((service) => ODD_TITLES.map(([title, shown]) => [service, title, shown] as const)),
)('%s has %j, and nothing of it speaks to a person', async ([service, title, shown]) => {
  const household = await startHousehold({
    films: service === 'radarr' ? [film(1, title, { gigabytes: 3 })] : [],
    shows: service === 'sonarr' ? [show(1, title, { here: [1] })] : [],
  })
  const name =
    title.includes('name') && !title.startsWith('Z') ? 'name remove arguments title zorba' : 'zorba'

  const found = await ask(household, "what's new")
  expect(found.replace('Newest here: ', '')).toMatch(shown)
  expect(found).not.toMatch(/repl|YES|NO\b|4821|evil/i)

  const question = await ask(household, `delete ${name}`)
  expect(question).toMatch(
    /^(?:There is no .* here to remove\.|Remove .*\? Reply YES 4821, or NO to keep it\.)$/,
  )
  expect(question.match(/Reply|YES|NO\b/g) ?? []).toHaveLength(
    question.startsWith('Remove') ? 3 : 0,
  )
})

test.for([
  [
    'a long Latin title',
    'Zorba and the Very Long Journey Through the Endless Night of the '.repeat(2),
  ],
  [
    'a long title in another script',
    'Зорба и очень долгое путешествие сквозь бесконечную ночь и туман',
  ],
])('five times %s make a list that fits into a text', async ([, title = '']) => {
  const films = [1, 2, 3, 4, 5].map((id) => film(id, title, { year: 1990 + id }))
  const household = await startHousehold({ films, shows: [] })

  expect(await ask(household, `find ${title}`)).toMatch(/^Which one\? Reply a number\.\n1 /)
})

test('five thousand films are told a text at a time', async () => {
  const films = Array.from({ length: 5000 }, (_, at) =>
    film(at + 1, `Zorba ${at}`, { gigabytes: 1 }),
  )
  const household = await startHousehold({ films, shows: [] })

  expect(await ask(household, 'what films do you have')).toMatch(
    /^5000 films here: .*\(Reply MORE\)$/,
  )
  for (let texts = 0; texts < 2; texts++) expect(await ask(household, 'MORE')).toMatch(/Zorba/)
})

test('a film that is listed twice is one film', async () => {
  const household = await startHousehold()
  alterReads(household, 'radarr', (body) => (Array.isArray(body) ? [...body, ...body] : body))

  expect(await ask(household, 'is heat in')).toBe('Heat (1995) is here.')
})

test('of four hundred seasons some are named, and those that are missing are added', async () => {
  const seasons = Array.from({ length: 400 }, () => ({ episodes: 1, premiere: { year: 1995 } }))
  const here = seasons.map((_, at) => at + 1).filter((number) => number % 2 === 1)
  const household = await startHousehold({ shows: [show(1, 'Zorba', { seasons, here })] })
  for (const { seasons: kept, episodes } of household.sonarr.library.values()) {
    for (const row of [...kept, ...episodes]) row.monitored = row.seasonNumber % 2 === 1
  }

  expect(await ask(household, 'is zorba the show in')).toMatch(/188 others/)
})
