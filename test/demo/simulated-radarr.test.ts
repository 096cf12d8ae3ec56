import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { startSimulatedRadarr } from '../../src/demo/simulated-radarr.ts'
import { findViolations, OPENAPI_IS_ABSENT, readOpenApi } from '../helpers/openapi.ts'

const HEAT = 949
const ALIEN = 348

async function setUp() {
  const radarr = await startSimulatedRadarr()
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

test.skipIf(OPENAPI_IS_ABSENT)(
  `what goes in and out is what the official document describes${OPENAPI_IS_ABSENT}`,
  async () => {
    const { radarr, call } = await setUp()
    const id = radarr.find(HEAT)?.id

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
    await call('GET', '/queue?page=1&pageSize=100')
    await call('GET', '/health')

    const statuses = radarr.requests.map(({ answer }) => answer?.status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 201, 202, 201, 200, 200, 200, 200])
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

  const found = z.array(z.object({ title: z.string() })).parse(await response.json())
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
