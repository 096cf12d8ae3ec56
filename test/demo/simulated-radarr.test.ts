import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { startSimulatedRadarr } from '../../src/demo/simulated-radarr.ts'
import { findViolations, OPENAPI_IS_ABSENT, readOpenApi } from '../helpers/openapi.ts'

const HEAT = 949
const ALIEN = 348
const BRUTALIST = 549509
const DUNE = 438631
const NOON = Date.UTC(2026, 10, 20, 12)

const Titles = z.array(z.object({ title: z.string() }))

async function setUp() {
  const radarr = await startSimulatedRadarr({ now: () => NOON })
  onTestFinished(() => radarr.close())

  const call = (method: string, path: string, body?: object) =>
    fetch(`${radarr.url}/api/v3${path}`, {
      method,
      headers: {
        'X-Api-Key': radarr.apiKey,
        ...(body && { 'Content-Type': 'application/json' }),
      },
      body: body ? JSON.stringify(body) : null,
    })
  return { radarr, call }
}

const newMovie = (tmdbId: number, changes: object = {}) => ({
  tmdbId,
  title: 'Alien',
  year: 1979,
  qualityProfileId: 4,
  rootFolderPath: '/movies',
  monitored: true,
  minimumAvailability: 'released',
  addOptions: { searchForMovie: true },
  ...changes,
})

const downloadOf = (movieId: number | undefined) => ({
  downloadId: 'F0E1D2',
  title: 'The.Brutalist.2024.1080p.BluRay.x264',
  sizeBytes: 10e9,
  leftBytes: 4e9,
  minutesLeft: 75,
  status: 'downloading' as const,
  ...(movieId && { movieId }),
})

test.skipIf(OPENAPI_IS_ABSENT)(
  `what goes in and out is what the official document describes${OPENAPI_IS_ABSENT}`,
  async () => {
    const { radarr, call } = await setUp()
    const id = radarr.find(HEAT)?.id
    const brutalist = radarr.find(BRUTALIST)?.id
    const guid = radarr.releases.get(BRUTALIST)?.[0]?.guid
    radarr.queue.push(downloadOf(brutalist))

    await call('GET', '/movie')
    await call('GET', `/movie?tmdbId=${HEAT}`)
    await call('GET', `/movie/${id}`)
    await call('GET', '/movie/lookup?term=dune')
    await call('GET', '/qualityprofile')
    await call('GET', '/rootfolder')
    await call('POST', '/movie', newMovie(ALIEN))
    await call('PUT', '/movie/editor', { movieIds: [id], monitored: true })
    await call('POST', '/command', { name: 'MoviesSearch', movieIds: [id] })
    await call('DELETE', `/movie/${id}?deleteFiles=true&addImportExclusion=false`)
    await call('GET', '/system/status')
    await call('GET', '/queue?page=1&pageSize=100&includeMovie=true')
    await call('GET', '/calendar?start=2026-11-20T00:00:00Z&end=2026-11-27T00:00:00Z')
    await call('GET', '/health')
    await call('GET', `/release?movieId=${brutalist}`)
    await call('POST', '/release', { guid, indexerId: 1 })
    await call('GET', `/history/movie?movieId=${brutalist}`)
    await call('POST', '/history/failed/1')
    await call('DELETE', `/moviefile/${radarr.find(DUNE)?.fileId}`)

    const statuses = radarr.requests.map(({ answer }) => answer?.status)
    const odd = statuses.filter((status) => status !== 200)
    expect(odd).toEqual([201, 202, 201])
    expect(findViolations(readOpenApi('radarr'), radarr.requests)).toEqual([])
  },
)

test.for([
  ['dune', ['Dune', 'Dune', 'Dune: Part Two', 'Dune: Part Three']],
  ['DUNE part two', ['Dune: Part Two']],
  ['dune 1984', ['Dune']],
  ['2001 a space odyssey', ['2001: A Space Odyssey']],
  ['2001', ['2001: A Space Odyssey']],
  ['1917', ['1917']],
  ['intersteller', ['Interstellar']],
  ['amelie', ['Amélie']],
  ['tmdb:949', ['Heat']],
  ['tmdb:1', []],
  ['the grand zorba', []],
  ['', []],
] as const)('a lookup of "%s" finds %j', async ([term, titles]) => {
  const { call } = await setUp()

  const response = await call('GET', `/movie/lookup?term=${encodeURIComponent(term)}`)

  const found = Titles.parse(await response.json())
  expect(found.map(({ title }) => title)).toEqual(titles)
})

test('an added film is in the library, and cannot be added again', async () => {
  const { radarr, call } = await setUp()

  const first = await call('POST', '/movie', newMovie(ALIEN))
  const second = await call('POST', '/movie', newMovie(ALIEN))

  expect(first.status).toBe(201)
  expect(radarr.find(ALIEN)).toMatchObject({ monitored: true, sizeBytes: 0 })
  expect(second.status).toBe(400)
  expect(await second.json()).toMatchObject([
    { propertyName: 'TmdbId', errorMessage: 'This movie has already been added' },
  ])
})

test('what is downloading is in the queue, and what is no film only when asked for', async () => {
  const { radarr, call } = await setUp()
  const movieId = radarr.find(BRUTALIST)?.id
  radarr.queue.push(downloadOf(movieId), downloadOf(undefined))

  const known = await call('GET', '/queue')
  const all = await call('GET', '/queue?includeUnknownMovieItems=true')

  const record = { movieId, size: 10e9, sizeleft: 4e9, timeleft: '01:15:00', status: 'downloading' }
  expect(await known.json()).toMatchObject({ totalRecords: 1, records: [record] })
  expect(await all.json()).toMatchObject({ totalRecords: 2 })
})

test.for([
  ['the coming week', 'start=2026-11-20T00:00:00Z&end=2026-11-27T00:00:00Z', ['Mickey 17']],
  ['two days, when nobody says', '', []],
  ['a week in which nothing comes out', 'start=2026-12-01&end=2026-12-08', []],
  ['a film that is not wanted', 'start=2026-11-24&end=2026-11-25&unmonitored=true', ['Mickey 17']],
] as const)('the calendar of %s', async ([, query, titles]) => {
  const { radarr, call } = await setUp()
  const mickey = radarr.find(696506)
  if (mickey) mickey.monitored = !query.includes('unmonitored')

  const response = await call('GET', `/calendar?${query}`)

  const found = Titles.parse(await response.json())
  expect(found.map(({ title }) => title)).toEqual(titles)
})

test('a film that is not monitored is not in the calendar', async () => {
  const { radarr, call } = await setUp()
  const mickey = radarr.find(696506)
  if (mickey) mickey.monitored = false

  const response = await call('GET', '/calendar?start=2026-11-20&end=2026-11-27')

  expect(await response.json()).toEqual([])
})

test('what is done has the date of the clock it was given', async () => {
  const { radarr, call } = await setUp()

  await call('POST', '/movie', newMovie(ALIEN))
  const command = await call('POST', '/command', { name: 'MoviesSearch', movieIds: [1] })

  expect(radarr.find(ALIEN)?.added).toBe('2026-11-20T12:00:00.000Z')
  expect(await command.json()).toMatchObject({ queued: '2026-11-20T12:00:00.000Z' })
})

test.for([
  ['an unknown quality profile', { qualityProfileId: 99 }, 'QualityProfileId'],
  ['an unknown root folder', { rootFolderPath: '/nowhere' }, 'RootFolderPath'],
  ['an unknown film', { tmdbId: 1 }, 'TmdbId'],
] as const)('%s is refused', async ([, changes, propertyName]) => {
  const { call } = await setUp()

  const response = await call('POST', '/movie', newMovie(ALIEN, changes))

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject([{ propertyName }])
})

test.for([
  ['GET', '/movie/9999'],
  ['DELETE', '/movie/9999'],
  ['GET', '/nothing'],
] as const)('%s %s is a 404', async ([method, path]) => {
  const { call } = await setUp()

  expect((await call(method, path)).status).toBe(404)
})

test('a wrong key is refused, and nothing is done', async () => {
  const { radarr } = await setUp()

  const response = await fetch(`${radarr.url}/api/v3/movie/1`, {
    method: 'DELETE',
    headers: { 'X-Api-Key': 'wrong' },
  })

  expect(response.status).toBe(401)
  expect(radarr.library.has(1)).toBe(true)
})

test('requests are recorded in order, with their query and body', async () => {
  const { radarr, call } = await setUp()

  await call('GET', '/movie/lookup?term=heat')
  await call('PUT', '/movie/editor', { movieIds: [1], monitored: false })

  expect(radarr.requests).toMatchObject([
    { method: 'GET', path: '/api/v3/movie/lookup?term=heat', body: undefined },
    { method: 'PUT', path: '/api/v3/movie/editor', body: { movieIds: [1], monitored: false } },
  ])
})

test('an intercepted request is answered as told, or not at all, and does nothing', async () => {
  const { radarr, call } = await setUp()
  const faults = [{ status: 503, body: { message: 'starting' } }, 'drop'] as const

  const answers = []
  for (const fault of faults) {
    radarr.intercept = () => fault
    answers.push(await call('DELETE', '/movie/1').catch(() => 'dropped'))
  }

  expect(answers).toMatchObject([{ status: 503 }, 'dropped'])
  expect(radarr.library.has(1)).toBe(true)
  expect(radarr.requests.every(({ answer }) => answer === undefined)).toBe(true)
})

test('a lost answer leaves its effect behind', async () => {
  const { radarr, call } = await setUp()
  radarr.intercept = () => 'act-then-drop'

  await expect(call('DELETE', '/movie/1')).rejects.toThrow('fetch failed')

  expect(radarr.library.has(1)).toBe(false)
})

test('what a search found can be taken for half an hour, and is then on its way', async () => {
  let clock = NOON
  const radarr = await startSimulatedRadarr({ now: () => clock })
  onTestFinished(() => radarr.close())
  const headers = { 'X-Api-Key': radarr.apiKey, 'Content-Type': 'application/json' }
  const movieId = radarr.find(BRUTALIST)?.id
  const guid = radarr.releases.get(BRUTALIST)?.[0]?.guid
  const body = JSON.stringify({ guid, indexerId: 1 })
  const url = `${radarr.url}/api/v3/release`
  const take = () => fetch(url, { method: 'POST', headers, body }).then(({ status }) => status)

  const before = await take()
  await fetch(`${url}?movieId=${movieId}`, { headers })
  const after = await take()
  clock += 31 * 60_000

  expect([before, after, await take()]).toEqual([404, 200, 404])
  expect(radarr.queue).toMatchObject([{ movieId, minutesLeft: 30 }])
  expect(radarr.history.at(-1)).toMatchObject({ movieId, eventType: 'grabbed', data: { guid } })
})

test('a release that is marked as failed is blocked from then on', async () => {
  const { radarr, call } = await setUp()
  const movieId = radarr.find(BRUTALIST)?.id ?? 0
  const [release] = radarr.releases.get(BRUTALIST) ?? []
  if (release) radarr.grab(movieId, release)

  await call('POST', `/history/failed/${radarr.history.at(-1)?.id}`)
  const found: unknown = await (await call('GET', `/release?movieId=${movieId}`)).json()

  expect(found).toMatchObject([
    { guid: release?.guid, rejections: [expect.anything(), 'Release is blocklisted'] },
    {},
    {},
  ])
})

test('a file is deleted once, and its film stays', async () => {
  const { radarr, call } = await setUp()
  const path = `/moviefile/${radarr.find(HEAT)?.fileId}`

  const statuses = [(await call('DELETE', path)).status, (await call('DELETE', path)).status]

  expect(statuses).toEqual([200, 404])
  expect(radarr.find(HEAT)).toMatchObject({ sizeBytes: 0, monitored: true })
})
