import { assert, expect, onTestFinished, test, vi } from 'vitest'
import type { Download as SimulatedDownload } from '../../src/demo/arr-queue.ts'
import { startSimulatedRadarr } from '../../src/demo/simulated-radarr.ts'
import { startSimulatedSonarr } from '../../src/demo/simulated-sonarr.ts'
import { createRadarr } from '../../src/media/radarr.ts'
import { createSonarr } from '../../src/media/sonarr.ts'
import type { MediaLog } from '../../src/media/tolerant-list.ts'
import { findViolations, OPENAPI_IS_ABSENT, readOpenApi } from '../helpers/openapi.ts'

const OFFICE_US = 73244
const HEAT = { tmdbId: 949, title: 'Heat', year: 1995 }

const RELEASE: SimulatedDownload = {
  downloadId: 'ABC',
  title: 'A.Release.1080p',
  sizeBytes: 12e9,
  leftBytes: 6.8e9,
  minutesLeft: 20,
  status: 'downloading',
}

async function setUpSonarr() {
  const server = await startSimulatedSonarr()
  onTestFinished(() => server.close())
  server.queue.length = 0
  const office = server.find(OFFICE_US)
  assert(office)
  const episodeIds = (season: number) =>
    office.episodes.filter(({ seasonNumber }) => seasonNumber === season).map(({ id }) => id)
  const warn = vi.fn<MediaLog['warn']>()
  const { url: baseUrl, apiKey } = server
  const sonarr = createSonarr({ baseUrl, apiKey, log: { warn } })
  return { server, sonarr, seriesId: office.id, episodeIds, warn }
}

async function setUpRadarr() {
  const server = await startSimulatedRadarr()
  onTestFinished(() => server.close())
  const heat = server.find(HEAT.tmdbId)
  assert(heat)
  const { url: baseUrl, apiKey } = server
  const warn = vi.fn<MediaLog['warn']>()
  const radarr = createRadarr({ baseUrl, apiKey, log: { warn } })
  return { server, radarr, movieId: heat.id, warn }
}

function record(details: object = {}) {
  return { id: 1, downloadId: 'ABC', status: 'downloading', movie: HEAT, ...details }
}

function page(records: object[]) {
  return { status: 200, body: { totalRecords: records.length, records } }
}

test('nothing on its way is an empty list', async () => {
  const { sonarr } = await setUpSonarr()

  expect(await sonarr.queue()).toEqual([])
})

test('a film on its way says how far it is', async () => {
  const { radarr, server, movieId } = await setUpRadarr()
  server.queue.push({ ...RELEASE, movieId })

  expect(await radarr.queue()).toEqual([
    {
      title: 'Heat',
      year: 1995,
      externalId: HEAT.tmdbId,
      certification: 'R',
      state: 'downloading',
      percent: 43,
      leftMs: 20 * 60_000,
    },
  ])
})

test('a season pack is one download', async () => {
  const { sonarr, server, seriesId, episodeIds } = await setUpSonarr()
  server.queue.push({ ...RELEASE, seriesId, episodeIds: episodeIds(2) })

  expect(await sonarr.queue()).toEqual([
    {
      title: 'The Office (US)',
      year: 2005,
      externalId: OFFICE_US,
      certification: 'TV-14',
      season: 2,
      episodes: Array.from({ length: 22 }, (_, index) => index + 1),
      state: 'downloading',
      percent: 43,
      leftMs: 20 * 60_000,
    },
  ])
})

test('a release of two seasons is a download of each', async () => {
  const { sonarr, server, seriesId, episodeIds } = await setUpSonarr()
  server.queue.push({ ...RELEASE, seriesId, episodeIds: [...episodeIds(1), ...episodeIds(3)] })

  const downloads = await sonarr.queue()

  expect(downloads.map(({ season, episodes }) => [season, episodes?.length])).toEqual([
    [1, 6],
    [3, 25],
  ])
})

test('two releases of one episode are two downloads', async () => {
  const { sonarr, server, seriesId, episodeIds } = await setUpSonarr()
  const episode = { ...RELEASE, seriesId, episodeIds: episodeIds(1).slice(0, 1) }
  server.queue.push(episode, { ...episode, downloadId: 'DEF' })

  expect(await sonarr.queue()).toMatchObject([{ episodes: [1] }, { episodes: [1] }])
})

test('what waits for a download client is told by the name of its release', async () => {
  const { sonarr, server } = await setUpSonarr()
  const series = { tvdbId: 1, title: 'Fargo', year: 2014 }
  const waiting = { id: 1, title: 'Fargo.S01', status: 'delay', series, seasonNumber: 1 }
  const episodes = [2, 1].map((episodeNumber) => ({ ...waiting, episode: { episodeNumber } }))
  server.intercept = () => page([...episodes, { ...waiting, title: 'Fargo.S01E03' }])

  expect(await sonarr.queue()).toMatchObject([
    { state: 'queued', percent: 0, episodes: [1, 2] },
    { state: 'queued', percent: 0, episodes: [] },
  ])
})

test('a season is read from the episode where the record does not name it', async () => {
  const { sonarr, server } = await setUpSonarr()
  const series = { tvdbId: 1, title: 'Fargo' }
  const episode = { seasonNumber: 4, episodeNumber: 5 }
  server.intercept = () => page([{ id: 1, downloadId: 'ABC', series, episode }])

  expect(await sonarr.queue()).toMatchObject([{ year: 0, season: 4, episodes: [5] }])
})

test('a long queue is read to its end', async () => {
  const { sonarr, server, seriesId, episodeIds } = await setUpSonarr()
  const seasons = [1, 2, 3, 4, 5, 6, 7, 8, 9]
  for (const season of seasons) {
    const downloadId = `season ${season}`
    server.queue.push({ ...RELEASE, downloadId, seriesId, episodeIds: episodeIds(season) })
  }

  const downloads = await sonarr.queue()

  expect(downloads.map(({ season }) => season)).toEqual(seasons)
  expect(downloads.flatMap(({ episodes = [] }) => episodes)).toHaveLength(201)
  expect(server.requests.map(({ path }) => path)).toEqual([
    '/api/v3/queue?page=1&pageSize=200&includeSeries=true&includeEpisode=true',
    '/api/v3/queue?page=2&pageSize=200&includeSeries=true&includeEpisode=true',
  ])
})

test('a queue that shrinks while it is read ends', async () => {
  const { radarr, server } = await setUpRadarr()
  const pages = [[record()], []]
  server.intercept = () => ({
    status: 200,
    body: { totalRecords: 1000, records: pages.shift() ?? [record()] },
  })

  expect(await radarr.queue()).toHaveLength(1)
  expect(server.requests).toHaveLength(2)
})

test('what the service cannot place is left out without a word', async () => {
  const { radarr, server, warn } = await setUpRadarr()
  const { movie: _, ...unknown } = record()
  server.intercept = () => page([unknown, { ...unknown, movie: null }])

  expect(await radarr.queue()).toEqual([])
  expect(warn).not.toHaveBeenCalled()
})

test('an odd record is left out and logged; the others are there', async () => {
  const { radarr, server, warn } = await setUpRadarr()
  server.intercept = () => page([record(), record({ movie: { title: 'No id' } })])

  expect(await radarr.queue()).toHaveLength(1)
  expect(warn).toHaveBeenCalledTimes(1)
})

test('a queue in which nothing can be read is an error of its service', async () => {
  const { radarr, server } = await setUpRadarr()
  server.intercept = () => page([{ movie: HEAT }])

  await expect(radarr.queue()).rejects.toMatchObject({ service: 'Radarr', failure: 'malformed' })
})

test.for([
  [{ size: 1000, sizeleft: 1 }, 99],
  [{ size: 100, sizeleft: 71 }, 29],
  [{ size: 1000, sizeleft: 0 }, 100],
  [{ size: 1000, sizeleft: 1000 }, 0],
  [{ size: 1000, sizeleft: 2000 }, 0],
  [{ size: 1000, sizeleft: -5 }, 100],
  [{ size: 0, sizeleft: 0 }, 0],
  [{ size: 1000 }, 0],
  [{ status: 'completed', size: 0, sizeleft: 0 }, 100],
] as const)('%o is at %d percent', async ([details, percent]) => {
  const { radarr, server } = await setUpRadarr()
  server.intercept = () => page([record(details)])

  expect(await radarr.queue()).toMatchObject([{ percent }])
})

test.for([
  ['downloading', '1.02:00:00', 26 * 3_600_000],
  ['queued', '00:10:00', 600_000],
  ['downloading', undefined, undefined],
  ['downloading', 'soon', undefined],
  ['paused', '00:10:00', undefined],
  ['warning', '00:00:00', undefined],
  ['completed', '00:00:00', undefined],
] as const)('of what is %s with %s left, %s ms are told', async ([status, timeleft, leftMs]) => {
  const { radarr, server } = await setUpRadarr()
  server.intercept = () => page([record({ status, timeleft })])

  const [download] = await radarr.queue()

  expect(download?.leftMs).toBe(leftMs)
})

test('what is here soonest comes first, what nobody can tell last', async () => {
  const { radarr, server } = await setUpRadarr()
  const titled = (title: string, details: object) =>
    record({ downloadId: title, movie: { ...HEAT, title }, ...details })
  server.intercept = () =>
    page([
      titled('stuck', { status: 'warning' }),
      titled('an hour', { timeleft: '01:00:00' }),
      titled('paused', { status: 'paused' }),
      titled('a minute', { timeleft: '00:01:00' }),
      titled('importing', { status: 'completed' }),
    ])

  const downloads = await radarr.queue()

  const titles = downloads.map(({ title }) => title)
  expect(titles).toEqual(['importing', 'a minute', 'an hour', 'stuck', 'paused'])
})

test.skipIf(OPENAPI_IS_ABSENT)(
  `every request is one the official documents describe${OPENAPI_IS_ABSENT}`,
  async () => {
    const { radarr, server: radarrServer, movieId } = await setUpRadarr()
    const { sonarr, server: sonarrServer, seriesId, episodeIds } = await setUpSonarr()
    radarrServer.queue.push({ ...RELEASE, movieId })
    sonarrServer.queue.push({ ...RELEASE, seriesId, episodeIds: episodeIds(1) })

    await radarr.queue()
    await radarr.setup()
    await sonarr.queue()
    await sonarr.setup()

    expect(findViolations(readOpenApi('radarr'), radarrServer.requests)).toEqual([])
    expect(findViolations(readOpenApi('sonarr'), sonarrServer.requests)).toEqual([])
  },
)
