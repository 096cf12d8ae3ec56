import { expect, onTestFinished, test, vi } from 'vitest'
import { startSimulatedRadarr } from '../../src/demo/simulated-radarr.ts'
import { startSimulatedSonarr } from '../../src/demo/simulated-sonarr.ts'
import { createRadarr } from '../../src/media/radarr.ts'
import { createSonarr } from '../../src/media/sonarr.ts'
import type { MediaLog } from '../../src/media/tolerant-list.ts'
import { findViolations, OPENAPI_IS_ABSENT, readOpenApi } from '../helpers/openapi.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const DAY_MS = 86_400_000

async function setUpSonarr() {
  const server = await startSimulatedSonarr({ now: () => NOW })
  onTestFinished(() => server.close())
  const warn = vi.fn<MediaLog['warn']>()
  const { url: baseUrl, apiKey } = server
  return { server, warn, sonarr: createSonarr({ baseUrl, apiKey, log: { warn } }) }
}

async function setUpRadarr() {
  const server = await startSimulatedRadarr({ now: () => NOW })
  onTestFinished(() => server.close())
  const warn = vi.fn<MediaLog['warn']>()
  const { url: baseUrl, apiKey } = server
  return { server, warn, radarr: createRadarr({ baseUrl, apiKey, log: { warn } }) }
}

const SERIES = { tvdbId: 1, title: 'Slow\u202E Horses', year: 2022 }
const EPISODE = { seasonNumber: 6, episodeNumber: 1, hasFile: false, series: SERIES }

test('what airs is named by show, season and episode, earliest first', async () => {
  const { sonarr, server } = await setUpSonarr()
  const body = [
    { ...EPISODE, episodeNumber: 2, airDateUtc: '2026-11-21T02:00:00Z' },
    { ...EPISODE, airDateUtc: '2026-11-20T21:00:00Z', hasFile: true },
  ]
  server.intercept = () => ({ status: 200, body })

  const airings = await sonarr.calendar(NOW, NOW + 7 * DAY_MS)

  const show = { tvdbId: 1, title: 'Slow Horses', year: 2022, season: 6 }
  expect(airings).toEqual([
    { ...show, episode: 1, airsAtMs: Date.parse('2026-11-20T21:00:00Z'), hasFile: true },
    { ...show, episode: 2, airsAtMs: Date.parse('2026-11-21T02:00:00Z'), hasFile: false },
  ])
})

test('the span begins with its first moment and ends before its last', async () => {
  const { sonarr, server } = await setUpSonarr()
  const body = [NOW - 1, NOW, NOW + DAY_MS - 1, NOW + DAY_MS].map((airsAtMs) => ({
    ...EPISODE,
    airDateUtc: new Date(airsAtMs).toISOString(),
  }))
  server.intercept = () => ({ status: 200, body })

  const airings = await sonarr.calendar(NOW, NOW + DAY_MS)

  expect(airings.map(({ airsAtMs }) => airsAtMs)).toEqual([NOW, NOW + DAY_MS - 1])
})

test('what nobody monitors is not on the calendar of shows', async () => {
  const { sonarr, server } = await setUpSonarr()
  const titles = async () => {
    const airings = await sonarr.calendar(NOW, NOW + 7 * DAY_MS)
    return airings.map(({ title }) => title)
  }
  expect(await titles()).toContain('Andor')

  for (const entry of server.library.values()) entry.monitored = entry.show.title !== 'Andor'

  expect(await titles()).not.toContain('Andor')
})

test('an episode without a show or a date is left out and logged', async () => {
  const { sonarr, server, warn } = await setUpSonarr()
  const airDateUtc = new Date(NOW).toISOString()
  const { series: _, ...orphan } = EPISODE
  const body = [{ ...EPISODE, airDateUtc }, { ...orphan, airDateUtc }, EPISODE]
  server.intercept = () => ({ status: 200, body })

  expect(await sonarr.calendar(NOW, NOW + 1)).toHaveLength(1)
  expect(warn).toHaveBeenCalledTimes(2)
})

const FILM = { tmdbId: 1, title: 'Mickey 17', year: 2025, hasFile: false }
const DATES = {
  inCinemas: '2026-10-01T00:00:00Z',
  digitalRelease: '2026-11-27T00:00:00Z',
  physicalRelease: '2026-11-20T00:00:00Z',
}

test.for([
  ['2026-11-20', '2026-11-27', ['physical 2026-11-20', 'digital 2026-11-27']],
  ['2026-11-21', '2026-11-27', ['digital 2026-11-27']],
  ['2026-11-20', '2026-11-26', ['physical 2026-11-20']],
  ['2026-10-01', '2026-10-01', ['cinema 2026-10-01']],
] as const)(
  'from %s to %s only the dates of a film that fall there are told',
  async ([firstDay, lastDay, expected]) => {
    const { radarr, server } = await setUpRadarr()
    server.intercept = () => ({ status: 200, body: [{ ...FILM, ...DATES }] })

    const releases = await radarr.calendar(firstDay, lastDay)

    expect(releases.map(({ kind, day }) => `${kind} ${day}`)).toEqual(expected)
    expect(releases[0]).toMatchObject(FILM)
  },
)

test('Radarr is asked for all of the last day', async () => {
  const { radarr, server } = await setUpRadarr()

  const releases = await radarr.calendar('2026-11-20', '2026-11-24')

  expect(releases).toMatchObject([{ title: 'Mickey 17', kind: 'digital', day: '2026-11-24' }])
  expect(server.requests.map(({ path }) => path)).toEqual([
    `/api/v3/calendar?${new URLSearchParams({
      start: '2026-11-20T00:00:00Z',
      end: '2026-11-24T23:59:59Z',
      unmonitored: 'false',
    }).toString()}`,
  ])
})

test('films are told earliest first', async () => {
  const { radarr, server } = await setUpRadarr()
  const body = [
    { ...FILM, digitalRelease: '2026-11-22T00:00:00Z' },
    { ...FILM, tmdbId: 2, digitalRelease: '2026-11-21T00:00:00Z' },
  ]
  server.intercept = () => ({ status: 200, body })

  const releases = await radarr.calendar('2026-11-20', '2026-11-27')

  expect(releases.map(({ tmdbId }) => tmdbId)).toEqual([2, 1])
})

test.skipIf(OPENAPI_IS_ABSENT)(
  `every request is one the official documents describe${OPENAPI_IS_ABSENT}`,
  async () => {
    const { radarr, server: radarrServer } = await setUpRadarr()
    const { sonarr, server: sonarrServer } = await setUpSonarr()

    await radarr.calendar('2026-11-20', '2026-11-27')
    await sonarr.calendar(NOW, NOW + 7 * DAY_MS)

    expect(findViolations(readOpenApi('radarr'), radarrServer.requests)).toEqual([])
    expect(findViolations(readOpenApi('sonarr'), sonarrServer.requests)).toEqual([])
  },
)
