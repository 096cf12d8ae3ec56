import { assert, expect, onTestFinished, test, vi } from 'vitest'
import { type SimulatedSonarr, startSimulatedSonarr } from '../../src/demo/simulated-sonarr.ts'
import type { SeasonSelection } from '../../src/media/season-selection.ts'
import { createSonarr, type NewSeries } from '../../src/media/sonarr.ts'
import type { MediaLog } from '../../src/media/tolerant-list.ts'
import { findViolations, OPENAPI_IS_ABSENT, readOpenApi } from '../helpers/openapi.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')

const FARGO = { tvdbId: 269613, title: 'Fargo', year: 2014 }
const SEVERANCE = { tvdbId: 371980, title: 'Severance', year: 2022 }
const SLOW_HORSES = { tvdbId: 393199, title: 'Slow Horses', year: 2022 }
const OFFICE_UK = { tvdbId: 78107, title: 'The Office (UK)', year: 2001 }

const ALL: SeasonSelection = { type: 'all' }

async function setUp() {
  const server = await startSimulatedSonarr({ now: () => NOW })
  onTestFinished(() => server.close())

  const warn = vi.fn<MediaLog['warn']>()
  const { url: baseUrl, apiKey } = server
  const sonarr = createSonarr({ baseUrl, apiKey, log: { warn }, now: () => NOW })
  const severance = server.find(SEVERANCE.tvdbId)
  assert(severance)
  const sent = (method: string) => server.requests.filter((request) => request.method === method)
  const found = async ({ tvdbId }: { tvdbId: number }): Promise<NewSeries> => {
    const series = await sonarr.lookupByTvdbId(tvdbId)
    assert(series)
    return series
  }
  return { server, sonarr, severance, warn, sent, found }
}

/** Has every answer be `body`, whatever is asked. */
function answerWith(server: SimulatedSonarr, body: unknown) {
  server.intercept = () => ({ status: 200, body })
}

test('a lookup finds shows with their seasons and claims nothing about the library', async () => {
  const { sonarr } = await setUp()

  const found = await sonarr.lookup('the office')

  expect(found.map(({ title }) => title)).toEqual([
    'The Office (US)',
    'The Office (UK)',
    'The Office (AU)',
  ])
  expect(found.every(({ id }) => id === undefined)).toBe(true)
  expect(found[1]?.seasons.map((season) => season.number)).toEqual([0, 1, 2])
})

test('a show is looked up by its TVDB id', async () => {
  const { sonarr } = await setUp()

  expect(await sonarr.lookupByTvdbId(FARGO.tvdbId)).toMatchObject(FARGO)
  expect(await sonarr.lookupByTvdbId(1)).toBeUndefined()
})

test('the library says what is here of each season, how large, and what is to come', async () => {
  const { sonarr, severance } = await setUp()

  const library = await sonarr.library()

  const season = { monitored: true, totalEpisodes: 10 }
  const empty = { episodes: 0, files: 0, sizeBytes: 0 }
  expect(library.find(({ title }) => title === 'Severance')).toEqual({
    ...SEVERANCE,
    id: severance.id,
    monitored: true,
    hasNewSeasons: true,
    hasEnded: false,
    status: 'continuing',
    certification: 'TV-MA',
    seriesType: 'standard',
    seasons: [
      { ...season, ...empty, number: 0, monitored: false, totalEpisodes: 3 },
      { ...season, number: 1, totalEpisodes: 9, episodes: 9, files: 9, sizeBytes: 13.5e9 },
      { ...season, number: 2, episodes: 10, files: 10, sizeBytes: 15e9 },
      {
        ...season,
        ...empty,
        number: 3,
        nextAiring: expect.stringMatching(/^2026-11-26T/),
      },
    ],
    files: 19,
    sizeBytes: 28.5e9,
    runtime: 50,
    path: '/tv/Severance (2022)',
    qualityProfileId: 4,
    addedAt: expect.stringMatching(/^20\d\d-/),
  })
})

test('a show that lacks what is optional, or has it null, is read all the same', async () => {
  const { sonarr, server } = await setUp()
  const bare = { tvdbId: 1, title: 'Bare' }
  const nulls = { id: 0, year: null, seasons: null, statistics: null, path: null, status: null }
  answerWith(server, [bare, { ...bare, ...nulls }])

  const library = await sonarr.library()

  const expected = {
    ...bare,
    year: 0,
    monitored: false,
    hasNewSeasons: false,
    seasons: [],
    files: 0,
    sizeBytes: 0,
  }
  expect(library).toEqual([expected, expected])
})

test('seasons are in order, without counts where nobody knows, and add up to the show', async () => {
  const { sonarr, server } = await setUp()
  const statistics = { episodeFileCount: 2, sizeOnDisk: 3e9 }
  const seasons = [
    { seasonNumber: 2, statistics },
    { seasonNumber: 0 },
    { seasonNumber: 1, monitored: true, statistics },
    { monitored: true },
  ]
  answerWith(server, [{ tvdbId: 1, title: 'Bare', status: 'ended', seasons }])

  const [series] = await sonarr.library()

  const unknown = { monitored: false, episodes: 0, totalEpisodes: 0, files: 0, sizeBytes: 0 }
  expect(series).toMatchObject({ hasEnded: true, files: 4, sizeBytes: 6e9 })
  expect(series?.seasons).toEqual([
    { ...unknown, number: 0 },
    { ...unknown, number: 1, monitored: true, files: 2, sizeBytes: 3e9 },
    { ...unknown, number: 2, files: 2, sizeBytes: 3e9 },
  ])
})

test("the show's own statistics go before those of its seasons", async () => {
  const { sonarr, server } = await setUp()
  const statistics = { episodeFileCount: 2, sizeOnDisk: 3e9 }
  answerWith(server, [{ tvdbId: 1, title: 'Bare', seasons: [], statistics }])

  expect(await sonarr.library()).toMatchObject([{ files: 2, sizeBytes: 3e9 }])
})

test('one odd show is left out and logged; titles are cleaned where they enter', async () => {
  const { sonarr, server, warn } = await setUp()
  answerWith(server, [{ ...FARGO, title: ' Far\u202Ego\n' }, { title: 'No id' }])

  expect(await sonarr.lookup('fargo')).toMatchObject([FARGO])
  expect(warn).toHaveBeenCalledTimes(1)
})

test('the library is asked for once; a single show every time', async () => {
  const { sonarr, severance, sent } = await setUp()

  await sonarr.library()
  await sonarr.library()
  const found = await sonarr.findInLibrary(SEVERANCE.tvdbId)
  const series = await sonarr.series(severance.id)

  expect([found, series]).toMatchObject([SEVERANCE, SEVERANCE])
  expect(sent('GET').map(({ path }) => path)).toEqual([
    '/api/v3/series',
    `/api/v3/series?tvdbId=${SEVERANCE.tvdbId}`,
    `/api/v3/series/${severance.id}`,
  ])
})

test('a show that is not there is undefined, whichever way it is asked for', async () => {
  const { sonarr } = await setUp()

  expect(await sonarr.findInLibrary(FARGO.tvdbId)).toBeUndefined()
  expect(await sonarr.series(9999)).toBeUndefined()
})

test('a show that cannot be asked for is not mistaken for one that is gone', async () => {
  const { sonarr, server, severance } = await setUp()
  server.intercept = () => ({ status: 404, body: '<html>no such backend</html>' })

  await expect(sonarr.series(severance.id)).rejects.toMatchObject({
    service: 'Sonarr',
    failure: 'malformed',
  })
})

test('a Sonarr that hangs is given up', async () => {
  const { server } = await setUp()
  const { url: baseUrl, apiKey } = server
  server.intercept = () => 'hang'

  const sonarr = createSonarr({ baseUrl, apiKey, timeoutMs: 20 })

  await expect(sonarr.queue()).rejects.toMatchObject({ service: 'Sonarr', failure: 'unreachable' })
})

test('a whole show is added with what most of the library has, and searched for', async () => {
  const { sonarr, server, sent, found } = await setUp()

  const outcome = await sonarr.add(await found(OFFICE_UK), ALL)

  expect(outcome).toEqual({ type: 'added' })
  expect(server.find(OFFICE_UK.tvdbId)).toBeDefined()
  expect(sent('POST')).toMatchObject([
    {
      path: '/api/v3/series',
      body: {
        ...OFFICE_UK,
        qualityProfileId: 4,
        rootFolderPath: '/tv',
        monitored: true,
        monitorNewItems: 'all',
        seasonFolder: true,
        seriesType: 'standard',
        seasons: [
          { seasonNumber: 0, monitored: false },
          { seasonNumber: 1, monitored: true },
          { seasonNumber: 2, monitored: true },
        ],
        addOptions: { monitor: 'all', searchForMissingEpisodes: true },
      },
    },
  ])
})

const SELECTIONS: [string, SeasonSelection, monitored: number[], monitorNewItems: string][] = [
  ['all of it', { type: 'all' }, [1, 2, 3, 4, 5, 6], 'all'],
  ['what is new', { type: 'new' }, [6], 'all'],
  ['season 3', { type: 'seasons', seasons: [3], andNew: false }, [3], 'none'],
  ['seasons 4, 5, new', { type: 'seasons', seasons: [4, 5], andNew: true }, [4, 5, 6], 'all'],
]

test.for(SELECTIONS)(
  'of a show added for %s, that is what gets monitored',
  async ([, selection, monitored, monitorNewItems]) => {
    const { sonarr, server, found } = await setUp()

    await sonarr.add(await found(SLOW_HORSES), selection)

    const added = server.find(SLOW_HORSES.tvdbId)
    const seasons = added?.seasons.filter((season) => season.monitored)
    const episodes = added?.episodes.filter((episode) => episode.monitored)
    expect(added).toMatchObject({ monitored: true, monitorNewItems })
    expect(seasons?.map(({ seasonNumber }) => seasonNumber)).toEqual(monitored)
    expect([...new Set(episodes?.map(({ seasonNumber }) => seasonNumber))]).toEqual(monitored)
  },
)

test('seasons that are named are told by their own flags alone', async () => {
  const { sonarr, sent, found } = await setUp()

  await sonarr.add(await found(OFFICE_UK), { type: 'seasons', seasons: [0, 2], andNew: false })

  expect(sent('POST').at(0)?.body).toMatchObject({
    seasons: [
      { seasonNumber: 0, monitored: true },
      { seasonNumber: 1, monitored: false },
      { seasonNumber: 2, monitored: true },
    ],
  })
  // `toMatchObject` would let a `monitor` pass.
  expect(sent('POST').at(0)?.body).toHaveProperty('addOptions', { searchForMissingEpisodes: true })
})

test('a season that the lookup did not tell of can be named', async () => {
  const { sonarr, server } = await setUp()

  await sonarr.add({ ...FARGO, seasons: [] }, { type: 'seasons', seasons: [2], andNew: false })

  const seasons = server.find(FARGO.tvdbId)?.seasons.filter(({ monitored }) => monitored)
  expect(seasons).toEqual([{ seasonNumber: 2, monitored: true }])
})

test('what is wanted from now on only is not searched for', async () => {
  const { sonarr, sent, found } = await setUp()

  await sonarr.add(await found(SLOW_HORSES), { type: 'new' })

  expect(sent('POST').at(0)?.body).toHaveProperty('addOptions', {
    monitor: 'future',
    searchForMissingEpisodes: false,
  })
})

test('a show of another kind stays of that kind', async () => {
  const { sonarr, sent } = await setUp()

  await sonarr.add({ ...FARGO, seasons: [], seriesType: 'anime' }, ALL)

  expect(sent('POST')).toMatchObject([{ body: { seriesType: 'anime' } }])
})

test('a show that is there already is not an error', async () => {
  const { sonarr, found } = await setUp()

  expect(await sonarr.add(await found(SEVERANCE), ALL)).toEqual({ type: 'exists' })
})

test('a show that Sonarr refuses is an error', async () => {
  const { sonarr } = await setUp()

  const unknown = { tvdbId: 1, title: 'Nothing', year: 2000, seasons: [] }

  await expect(sonarr.add(unknown, ALL)).rejects.toMatchObject({
    service: 'Sonarr',
    failure: 'rejected',
    isDuplicate: false,
  })
})

test('an add whose answer was lost is found when it is tried again', async () => {
  const { sonarr, server, found } = await setUp()
  const fargo = await found(FARGO)
  server.intercept = ({ method }) => (method === 'POST' ? 'act-then-drop' : 'pass')

  await expect(sonarr.add(fargo, ALL)).rejects.toMatchObject({ failure: 'unreachable' })

  server.intercept = () => 'pass'
  expect(await sonarr.add(fargo, ALL)).toEqual({ type: 'exists' })
  expect(await sonarr.findInLibrary(FARGO.tvdbId)).toMatchObject(FARGO)
})

/** Leaves of Severance only that its first season is monitored, as somebody may have wanted it. */
function unmonitorAllButSeason1({ severance }: Awaited<ReturnType<typeof setUp>>) {
  Object.assign(severance, { monitored: false, monitorNewItems: 'none' })
  for (const season of severance.seasons) season.monitored = season.seasonNumber === 1
  for (const episode of severance.episodes) episode.monitored = episode.seasonNumber === 1
}

test('more seasons are monitored with their episodes, and nothing else about it changes', async () => {
  const household = await setUp()
  const { sonarr, severance } = household
  unmonitorAllButSeason1(household)
  const before = structuredClone(severance)

  await sonarr.monitorSeasons(severance.id, { seasons: [2, 3], andNew: false })

  const wanted = (seasonNumber: number) => [1, 2, 3].includes(seasonNumber)
  const monitored = <T extends { seasonNumber: number }>(part: T) => ({
    ...part,
    monitored: wanted(part.seasonNumber),
  })
  expect(severance).toEqual({
    ...before,
    monitored: true,
    seasons: before.seasons.map(monitored),
    episodes: before.episodes.map(monitored),
  })
})

test('all that Sonarr says of a show is sent back to it', async () => {
  const { sonarr, server, severance, sent } = await setUp()
  const raw: unknown = { id: severance.id, tags: [7], novelty: { kept: true } }
  const seasons = [{ seasonNumber: 1, monitored: false, images: ['kept'] }]
  const body = Object.assign({}, raw, { monitored: false, monitorNewItems: 'none', seasons })
  server.intercept = ({ method, path }) => {
    if (path.includes('/episode')) return { status: 200, body: [] }
    return method === 'GET' ? { status: 200, body } : { status: 202, body: {} }
  }

  await sonarr.monitorSeasons(severance.id, { seasons: [1], andNew: true })

  expect(sent('PUT').map((request) => request.body)).toEqual([
    {
      ...body,
      monitored: true,
      monitorNewItems: 'all',
      seasons: [{ seasonNumber: 1, monitored: true, images: ['kept'] }],
    },
  ])
})

test('episodes are monitored where their season was and they were not', async () => {
  const { sonarr, severance } = await setUp()
  for (const episode of severance.episodes) episode.monitored = false

  await sonarr.monitorSeasons(severance.id, { seasons: [2], andNew: false })

  const episodes = severance.episodes.filter(({ monitored }) => monitored)
  expect(episodes.map(({ seasonNumber }) => seasonNumber)).toEqual(Array(10).fill(2))
})

test('what is monitored already is left alone', async () => {
  const { sonarr, severance, sent } = await setUp()

  const outcome = await sonarr.monitorSeasons(severance.id, { seasons: [1, 3], andNew: true })

  expect(outcome).toEqual({ changed: [], hasNew: false, missing: [] })
  expect(sent('PUT')).toEqual([])
})

test('what is to come is monitored, also of a season that has begun, and nothing that has aired', async () => {
  const household = await setUp()
  const { sonarr, severance } = household
  unmonitorAllButSeason1(household)
  const [begun, ...others] = severance.episodes.filter(({ seasonNumber }) => seasonNumber === 3)
  const [special] = severance.episodes.filter(({ seasonNumber }) => seasonNumber === 0)
  assert(begun && special)
  begun.airsAt = new Date(NOW - 1)
  special.airsAt = new Date(NOW + 1)

  const outcome = await sonarr.monitorSeasons(severance.id, { seasons: [], andNew: true })

  const season1 = severance.episodes.filter(({ seasonNumber }) => seasonNumber === 1)
  expect(outcome).toEqual({ changed: [], hasNew: true, missing: [] })
  expect(severance.episodes.filter(({ monitored }) => monitored)).toEqual([...season1, ...others])
  expect(severance).toMatchObject({ monitored: true, monitorNewItems: 'all' })
  expect(severance.seasons.filter(({ monitored }) => monitored)).toHaveLength(1)
})

test('it is told which seasons were not monitored, and which have aired and are not here', async () => {
  const household = await setUp()
  const { sonarr, severance } = household
  unmonitorAllButSeason1(household)
  severance.monitored = true
  for (const episode of severance.episodes) {
    if (episode.seasonNumber === 2 && episode.episodeNumber === 4) episode.sizeBytes = 0
  }

  const outcome = await sonarr.monitorSeasons(severance.id, { seasons: [1, 2, 3], andNew: false })

  expect(outcome).toEqual({
    changed: [2, 3],
    hasNew: false,
    missing: [{ season: 2, episodes: [4] }],
  })
})

test('two who want seasons of one show at once both get theirs', async () => {
  const household = await setUp()
  const { sonarr, severance } = household
  unmonitorAllButSeason1(household)

  await Promise.all([
    sonarr.monitorSeasons(severance.id, { seasons: [2], andNew: false }),
    sonarr.monitorSeasons(severance.id, { seasons: [3], andNew: false }),
  ])

  const monitored = severance.seasons.filter((season) => season.monitored)
  expect(monitored.map(({ seasonNumber }) => seasonNumber)).toEqual([1, 2, 3])
})

test('a change that failed does not keep the next one from happening', async () => {
  const household = await setUp()
  const { sonarr, server, severance } = household
  unmonitorAllButSeason1(household)
  server.intercept = () => 'drop'
  const failed = sonarr.monitorSeasons(severance.id, { seasons: [2], andNew: false })
  await expect(failed).rejects.toMatchObject({ failure: 'unreachable' })
  server.intercept = () => 'pass'

  const outcome = await sonarr.monitorSeasons(severance.id, { seasons: [3], andNew: false })

  expect(outcome).toMatchObject({ hasNew: false, missing: [] })
})

test('no season of a show that is gone is monitored', async () => {
  const { sonarr, sent } = await setUp()

  await expect(sonarr.monitorSeasons(9999, { seasons: [1], andNew: true })).rejects.toMatchObject({
    failure: 'missing',
  })
  expect(sent('PUT')).toEqual([])
})

test('a search is a command for each season', async () => {
  const { sonarr, severance, sent } = await setUp()
  const { id: seriesId } = severance

  await sonarr.search(seriesId, [2, 3])

  expect(sent('POST').map(({ body }) => body)).toEqual([
    { name: 'SeasonSearch', seriesId, seasonNumber: 2 },
    { name: 'SeasonSearch', seriesId, seasonNumber: 3 },
  ])
})

test.for([true, false])('a show is removed, its files with it: %s', async (deleteFiles) => {
  const { sonarr, severance, sent } = await setUp()

  await sonarr.remove(severance.id, { deleteFiles })

  expect(await sonarr.series(severance.id)).toBeUndefined()
  expect(sent('DELETE').map(({ path }) => path)).toEqual([
    `/api/v3/series/${severance.id}?deleteFiles=${deleteFiles}&addImportListExclusion=false`,
  ])
})

test('removing a show that is gone is unclear until it is asked for', async () => {
  const { sonarr } = await setUp()

  await expect(sonarr.remove(9999, { deleteFiles: true })).rejects.toMatchObject({
    failure: 'unreachable',
    isUnclear: true,
  })
  expect(await sonarr.series(9999)).toBeUndefined()
})

type Change = (household: Awaited<ReturnType<typeof setUp>>) => Promise<unknown>

const CHANGES: [string, Change][] = [
  ['an add', ({ sonarr }) => sonarr.add({ ...FARGO, seasons: [] }, ALL)],
  [
    'a change',
    // The specials, which nobody monitors.
    ({ sonarr, severance }) => sonarr.monitorSeasons(severance.id, { seasons: [0], andNew: false }),
  ],
  ['a search', ({ sonarr, severance }) => sonarr.search(severance.id, [1])],
  ['a removal', ({ sonarr, severance }) => sonarr.remove(severance.id, { deleteFiles: true })],
]

test.for(CHANGES)('the library is asked for again after %s', async ([, change]) => {
  const household = await setUp()
  const { sonarr, sent } = household
  await sonarr.library()

  await change(household)
  await sonarr.library()

  expect(sent('GET').filter(({ path }) => path === '/api/v3/series')).toHaveLength(2)
})

test.for(CHANGES)('the library is asked for again after %s that failed', async ([, change]) => {
  const household = await setUp()
  const { sonarr, server, sent } = household
  await sonarr.library()
  server.intercept = ({ method }) => (method === 'GET' ? 'pass' : 'act-then-drop')

  await expect(change(household)).rejects.toMatchObject({ failure: 'unreachable' })
  await sonarr.library()

  expect(sent('GET').filter(({ path }) => path === '/api/v3/series')).toHaveLength(2)
})

test.skipIf(OPENAPI_IS_ABSENT)(
  `every request is one the official document describes${OPENAPI_IS_ABSENT}`,
  async () => {
    const household = await setUp()
    const { sonarr, server, severance, found } = household
    unmonitorAllButSeason1(household)

    await sonarr.lookup('fargo')
    await sonarr.library()
    await sonarr.findInLibrary(SEVERANCE.tvdbId)
    await sonarr.series(severance.id)
    await sonarr.add(await found(FARGO), ALL)
    await sonarr.add(await found(SLOW_HORSES), { type: 'new' })
    await sonarr.add(await found(OFFICE_UK), { type: 'seasons', seasons: [1], andNew: true })
    await sonarr.monitorSeasons(severance.id, { seasons: [2], andNew: true })
    await sonarr.search(severance.id, [2])
    await sonarr.remove(severance.id, { deleteFiles: true })

    expect(findViolations(readOpenApi('sonarr'), server.requests)).toEqual([])
  },
)
