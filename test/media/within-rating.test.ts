import { expect, onTestFinished, test } from 'vitest'
import type { Film } from '../../src/demo/films.ts'
import type { Show } from '../../src/demo/shows.ts'
import { startSimulatedRadarr } from '../../src/demo/simulated-radarr.ts'
import { startSimulatedSonarr } from '../../src/demo/simulated-sonarr.ts'
import { createRadarr } from '../../src/media/radarr.ts'
import { createSonarr } from '../../src/media/sonarr.ts'
import { radarrWithin, sonarrWithin } from '../../src/media/within-rating.ts'

const FILMS: Film[] = [
  { tmdbId: 1, title: 'Night', year: 2001, status: 'released', certification: 'R', gigabytes: 1 },
  { tmdbId: 2, title: 'Night', year: 2002, status: 'released', gigabytes: 1 },
  { tmdbId: 3, title: 'Night', year: 2003, status: 'released', certification: 'PG', gigabytes: 1 },
]

const show = { title: 'Night', status: 'ended', specials: 0, here: [1] } as const
const seasons = [{ episodes: 1, premiere: { year: 2001 } }]
const SHOWS: Show[] = [
  { ...show, seasons, tvdbId: 1, year: 2001, certification: 'TV-MA' },
  { ...show, seasons, tvdbId: 2, year: 2002 },
  { ...show, seasons, tvdbId: 3, year: 2003, certification: 'TV-PG' },
]

async function setUpRadarr() {
  const server = await startSimulatedRadarr({ films: FILMS })
  onTestFinished(() => server.close())
  const { url: baseUrl, apiKey } = server
  return { server, radarr: radarrWithin('PG-13', createRadarr({ baseUrl, apiKey })) }
}

async function setUpSonarr() {
  const server = await startSimulatedSonarr({ shows: SHOWS })
  onTestFinished(() => server.close())
  const { url: baseUrl, apiKey } = server
  return { server, sonarr: sonarrWithin('PG-13', createSonarr({ baseUrl, apiKey })) }
}

const TOO_OLD = { code: 'RATING_LIMIT', isUnrated: false }
const UNRATED = { code: 'RATING_LIMIT', isUnrated: true }
const changes = ({ requests }: { requests: Array<{ method: string }> }) =>
  requests.filter(({ method }) => method !== 'GET')

test('films are listed and looked up that are surely within a limit', async () => {
  const { radarr } = await setUpRadarr()

  expect(await radarr.library()).toMatchObject([{ tmdbId: 3 }])
  expect(await radarr.lookup('night')).toMatchObject([{ tmdbId: 3 }])
})

test('one film above a limit is neither read nor added', async () => {
  const { radarr, server } = await setUpRadarr()
  const film = { tmdbId: 1, title: 'Night', year: 2001, certification: 'R' }
  const { id = 0 } = server.find(1) ?? {}

  await expect(radarr.findInLibrary(1)).rejects.toMatchObject(TOO_OLD)
  await expect(radarr.lookupByTmdbId(1)).rejects.toMatchObject(TOO_OLD)
  await expect(radarr.movie(id)).rejects.toMatchObject(TOO_OLD)
  await expect(radarr.add(film)).rejects.toMatchObject(TOO_OLD)

  expect(changes(server)).toEqual([])
})

test('one film without a rating may be looked at, and is not added', async () => {
  const { radarr, server } = await setUpRadarr()
  const { id = 0 } = server.find(2) ?? {}

  expect(await radarr.movie(id)).toMatchObject({ year: 2002 })
  await expect(radarr.findInLibrary(2)).rejects.toMatchObject(UNRATED)
  await expect(radarr.add({ tmdbId: 2, title: 'Night', year: 2002 })).rejects.toMatchObject(UNRATED)

  expect(changes(server)).toEqual([])
})

test('shows are listed and looked up that are surely within a limit', async () => {
  const { sonarr } = await setUpSonarr()

  expect(await sonarr.library()).toMatchObject([{ tvdbId: 3 }])
  expect(await sonarr.lookup('night')).toMatchObject([{ tvdbId: 3 }])
})

test('one show above a limit is neither read nor added', async () => {
  const { sonarr, server } = await setUpSonarr()
  const fields = { tvdbId: 1, title: 'Night', year: 2001, certification: 'TV-MA', seasons: [] }
  const { id = 0 } = server.find(1) ?? {}

  await expect(sonarr.findInLibrary(1)).rejects.toMatchObject(TOO_OLD)
  await expect(sonarr.lookupByTvdbId(1)).rejects.toMatchObject(TOO_OLD)
  await expect(sonarr.series(id)).rejects.toMatchObject(TOO_OLD)
  await expect(sonarr.add(fields, { type: 'all' })).rejects.toMatchObject(TOO_OLD)

  expect(changes(server)).toEqual([])
})

test('one show without a rating may be looked at, and is not added', async () => {
  const { sonarr, server } = await setUpSonarr()
  const fields = { tvdbId: 2, title: 'Night', year: 2002, seasons: [] }
  const { id = 0 } = server.find(2) ?? {}

  expect(await sonarr.series(id)).toMatchObject({ year: 2002 })
  await expect(sonarr.findInLibrary(2)).rejects.toMatchObject(UNRATED)
  await expect(sonarr.add(fields, { type: 'all' })).rejects.toMatchObject(UNRATED)

  expect(changes(server)).toEqual([])
})
