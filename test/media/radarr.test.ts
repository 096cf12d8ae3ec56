import { assert, expect, onTestFinished, test, vi } from 'vitest'
import { type SimulatedRadarr, startSimulatedRadarr } from '../../src/demo/simulated-radarr.ts'
import { createRadarr } from '../../src/media/radarr.ts'
import type { MediaLog } from '../../src/media/tolerant-list.ts'
import { findViolations, OPENAPI_IS_ABSENT, readOpenApi } from '../helpers/openapi.ts'

const HEAT = { tmdbId: 949, title: 'Heat', year: 1995 }
const ALIEN = { tmdbId: 348, title: 'Alien', year: 1979 }

async function setUp() {
  const server = await startSimulatedRadarr()
  onTestFinished(() => server.close())

  const warn = vi.fn<MediaLog['warn']>()
  const radarr = createRadarr({ baseUrl: server.url, apiKey: server.apiKey, log: { warn } })
  const heat = server.find(HEAT.tmdbId)
  assert(heat)
  const sent = (method: string) => server.requests.filter((request) => request.method === method)
  return { server, radarr, heat, warn, sent }
}

/** Has every answer be `body`, whatever is asked. */
function answerWith(server: SimulatedRadarr, body: unknown) {
  server.intercept = () => ({ status: 200, body })
}

test('a lookup finds films, best match first, and claims nothing about the library', async () => {
  const { radarr } = await setUp()

  const found = await radarr.lookup('dune')

  expect(found.map(({ title, year }) => `${title} ${year}`).slice(0, 2)).toEqual([
    'Dune 2021',
    'Dune 1984',
  ])
  expect(found.every(({ id }) => id === undefined)).toBe(true)
})

test('a film is looked up by its TMDB id', async () => {
  const { radarr } = await setUp()

  expect(await radarr.lookupByTmdbId(ALIEN.tmdbId)).toMatchObject(ALIEN)
  expect(await radarr.lookupByTmdbId(1)).toBeUndefined()
})

test('the library says what is here, how large, and what is wanted', async () => {
  const { radarr, heat } = await setUp()

  const library = await radarr.library()

  expect(library.find(({ title }) => title === 'Heat')).toEqual({
    ...HEAT,
    id: heat.id,
    hasFile: true,
    files: 1,
    fileId: 2,
    sizeBytes: 14e9,
    runtime: 120,
    monitored: true,
    isAvailable: true,
    status: 'released',
    certification: 'R',
    path: '/movies/Heat (1995)',
    qualityProfileId: 4,
    addedAt: expect.stringMatching(/^20\d\d-/),
  })
  expect(library.find(({ title }) => title === 'The Brutalist')).toMatchObject({
    hasFile: false,
    files: 0,
    sizeBytes: 0,
    monitored: true,
  })
})

test('a film that lacks what is optional, or has it null, is read all the same', async () => {
  const { radarr, server } = await setUp()
  const bare = { tmdbId: 1, title: 'Bare' }
  answerWith(server, [
    bare,
    { ...bare, id: 0, year: null, hasFile: null, certification: null, status: null },
    { ...bare, path: null, certification: 16 },
  ])

  const library = await radarr.library()

  const expected = { ...bare, year: 0, hasFile: false, files: 0, sizeBytes: 0, monitored: false }
  expect(library).toEqual([expected, expected, expected])
})

test('the statistics stand in where the film itself does not tell', async () => {
  const { radarr, server } = await setUp()
  const statistics = { movieFileCount: 1, sizeOnDisk: 5e9 }
  answerWith(server, [{ tmdbId: 1, title: 'Bare', statistics }])

  expect(await radarr.library()).toMatchObject([{ hasFile: true, files: 1, sizeBytes: 5e9 }])
})

test('dates are kept for a film that is still to come', async () => {
  const { radarr } = await setUp()

  const found = await radarr.lookup('dune part three')

  expect(found).toMatchObject([{ status: 'announced', inCinemas: '2026-12-18T00:00:00Z' }])
})

test('one odd film is left out and logged; the others are there', async () => {
  const { radarr, server, warn } = await setUp()
  answerWith(server, [HEAT, { title: 'No id' }, { ...ALIEN, title: '\u200B' }])

  const library = await radarr.library()

  expect(library).toMatchObject([HEAT])
  expect(warn).toHaveBeenCalledTimes(2)
})

test('titles are cleaned where they enter', async () => {
  const { radarr, server } = await setUp()
  answerWith(server, [{ ...HEAT, title: ' He\u202Eat\n ' }])

  expect(await radarr.lookup('heat')).toMatchObject([{ title: 'Heat' }])
})

test('the library is asked for once; a single film every time', async () => {
  const { radarr, heat, sent } = await setUp()

  await radarr.library()
  await radarr.library()
  const found = await radarr.findInLibrary(HEAT.tmdbId)
  const movie = await radarr.movie(heat.id)

  expect([found, movie]).toMatchObject([HEAT, HEAT])
  expect(sent('GET').map(({ path }) => path)).toEqual([
    '/api/v3/movie',
    '/api/v3/movie?tmdbId=949',
    `/api/v3/movie/${heat.id}`,
  ])
})

test('the library is asked for again after five minutes', async () => {
  const { server } = await setUp()
  const clock = { now: 0 }
  const { url: baseUrl, apiKey } = server
  const radarr = createRadarr({ baseUrl, apiKey, now: () => clock.now })

  await radarr.library()
  clock.now = 5 * 60_000
  await radarr.library()

  expect(server.requests).toHaveLength(2)
})

test('a film that is not there is undefined, whichever way it is asked for', async () => {
  const { radarr } = await setUp()

  expect(await radarr.findInLibrary(ALIEN.tmdbId)).toBeUndefined()
  expect(await radarr.movie(9999)).toBeUndefined()
})

test('a film that cannot be asked for is not mistaken for one that is gone', async () => {
  const { radarr, server, heat } = await setUp()
  server.intercept = () => ({ status: 404, body: '<html>no such backend</html>' })

  await expect(radarr.movie(heat.id)).rejects.toMatchObject({ failure: 'malformed' })
})

test('a Radarr that hangs is given up, and nothing was done', async () => {
  const { server, heat } = await setUp()
  const { url: baseUrl, apiKey } = server
  server.intercept = () => 'hang'

  const radarr = createRadarr({ baseUrl, apiKey, timeoutMs: 20 })

  await expect(radarr.remove(heat.id, { deleteFiles: true })).rejects.toMatchObject({
    failure: 'unreachable',
  })
  expect(server.find(HEAT.tmdbId)).toBe(heat)
})

test('a film is added with what most of the library has, and searched for', async () => {
  const { radarr, server, sent } = await setUp()

  const outcome = await radarr.add(ALIEN)

  expect(outcome).toEqual({ type: 'added', resolution: '1080p' })
  expect(server.find(ALIEN.tmdbId)).toBeDefined()
  expect(sent('POST')).toMatchObject([
    {
      path: '/api/v3/movie',
      body: {
        ...ALIEN,
        qualityProfileId: 4,
        rootFolderPath: '/movies',
        monitored: true,
        minimumAvailability: 'released',
        addOptions: { searchForMovie: true },
      },
    },
  ])
})

test('a film without a known resolution is added without one', async () => {
  const { radarr, server } = await setUp()
  for (const profile of server.qualityProfiles) profile.cutoff = 99

  expect(await radarr.add(ALIEN)).toMatchObject({ type: 'added', resolution: undefined })
})

test('profiles and root folders are asked for at the first add only', async () => {
  const { radarr, sent } = await setUp()

  await radarr.add(ALIEN)
  await radarr.add({ tmdbId: 679, title: 'Aliens', year: 1986 })

  const paths = sent('GET').map(({ path }) => path)
  expect(paths.filter((path) => path !== '/api/v3/movie').toSorted()).toEqual([
    '/api/v3/qualityprofile',
    '/api/v3/rootfolder',
  ])
})

test.for([
  ['quality profile', 'qualityProfiles', 'Radarr has no quality profile'],
  ['root folder', 'rootFolders', 'Radarr has no root folder it can reach'],
] as const)('without a %s nothing can be added', async ([, what, message]) => {
  const { radarr, server, sent } = await setUp()
  server[what].length = 0

  await expect(radarr.add(ALIEN)).rejects.toMatchObject({ failure: 'unconfigured', message })
  expect(sent('POST')).toEqual([])
})

test('a film that is there already is not an error', async () => {
  const { radarr } = await setUp()

  expect(await radarr.add(HEAT)).toEqual({ type: 'exists' })
})

test('a film that Radarr refuses is an error', async () => {
  const { radarr } = await setUp()

  const unknown = { tmdbId: 1, title: 'Nothing', year: 2000 }

  await expect(radarr.add(unknown)).rejects.toMatchObject({
    failure: 'rejected',
    isDuplicate: false,
  })
})

test('an add whose answer was lost is found when it is tried again', async () => {
  const { radarr, server } = await setUp()
  await radarr.library()
  server.intercept = ({ method }) => (method === 'POST' ? 'act-then-drop' : 'pass')

  await expect(radarr.add(ALIEN)).rejects.toMatchObject({ failure: 'unreachable' })

  server.intercept = () => 'pass'
  expect(await radarr.add(ALIEN)).toEqual({ type: 'exists' })
  expect(await radarr.findInLibrary(ALIEN.tmdbId)).toMatchObject(ALIEN)
})

test('an unmonitored film is monitored, and nothing else about it changes', async () => {
  const { radarr, server, heat, sent } = await setUp()
  heat.monitored = false
  const before = { ...heat }

  await radarr.monitor(heat.id)

  expect(server.find(HEAT.tmdbId)).toEqual({ ...before, monitored: true })
  expect(sent('PUT')).toMatchObject([{ body: { movieIds: [heat.id], monitored: true } }])
})

test('a search is a command', async () => {
  const { radarr, heat, sent } = await setUp()

  await radarr.search(heat.id)

  expect(sent('POST')).toMatchObject([
    { path: '/api/v3/command', body: { name: 'MoviesSearch', movieIds: [heat.id] } },
  ])
})

test.for([true, false])('a film is removed, its files with it: %s', async (deleteFiles) => {
  const { radarr, heat, sent } = await setUp()

  await radarr.remove(heat.id, { deleteFiles })

  expect(await radarr.movie(heat.id)).toBeUndefined()
  expect(sent('DELETE').map(({ path }) => path)).toEqual([
    `/api/v3/movie/${heat.id}?deleteFiles=${deleteFiles}&addImportExclusion=false`,
  ])
})

test('removing a film that is gone says so', async () => {
  const { radarr } = await setUp()

  await expect(radarr.remove(9999, { deleteFiles: true })).rejects.toMatchObject({
    failure: 'missing',
  })
})

type Change = (radarr: Awaited<ReturnType<typeof setUp>>['radarr']) => Promise<unknown>

const CHANGES: [string, Change][] = [
  ['an add', (radarr) => radarr.add(ALIEN)],
  ['a change', (radarr) => radarr.monitor(1)],
  ['a search', (radarr) => radarr.search(1)],
  ['a removal', (radarr) => radarr.remove(1, { deleteFiles: true })],
]

test.for(CHANGES)('the library is asked for again after %s', async ([, change]) => {
  const { radarr, sent } = await setUp()
  await radarr.library()

  await change(radarr)
  await radarr.library()

  expect(sent('GET').filter(({ path }) => path === '/api/v3/movie')).toHaveLength(2)
})

test.for(CHANGES)('the library is asked for again after %s that failed', async ([, change]) => {
  const { radarr, server, sent } = await setUp()
  await radarr.library()
  server.intercept = ({ method }) => (method === 'GET' ? 'pass' : 'act-then-drop')

  await expect(change(radarr)).rejects.toMatchObject({ failure: 'unreachable' })
  await radarr.library()

  expect(sent('GET').filter(({ path }) => path === '/api/v3/movie')).toHaveLength(2)
})

test.skipIf(OPENAPI_IS_ABSENT)(
  `every request is one the official document describes${OPENAPI_IS_ABSENT}`,
  async () => {
    const { radarr, server, heat } = await setUp()

    await radarr.lookup('dune')
    await radarr.lookupByTmdbId(HEAT.tmdbId)
    await radarr.library()
    await radarr.findInLibrary(HEAT.tmdbId)
    await radarr.movie(heat.id)
    await radarr.add(ALIEN)
    await radarr.monitor(heat.id)
    await radarr.search(heat.id)
    await radarr.remove(heat.id, { deleteFiles: true })

    expect(findViolations(readOpenApi('radarr'), server.requests)).toEqual([])
  },
)
