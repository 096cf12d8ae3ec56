import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { startSimulatedSonarr } from '../../src/demo/simulated-sonarr.ts'
import { findViolations, OPENAPI_IS_ABSENT, readOpenApi } from '../helpers/openapi.ts'

const ANDOR = 393189
const BETTER_CALL_SAUL = 273181
const FLEABAG = 314614
const SEVERANCE = 371980
const SLOW_HORSES = 393199
const NOON = Date.UTC(2026, 10, 20, 12)

const Series = z.looseObject({
  title: z.string(),
  monitored: z.boolean(),
  seasons: z.array(z.looseObject({ seasonNumber: z.number(), monitored: z.boolean() })),
})
const Queue = z.object({
  totalRecords: z.number(),
  records: z.array(z.looseObject({ episodeId: z.number().optional() })),
})
const Episodes = z.array(
  z.looseObject({
    seriesId: z.number(),
    seasonNumber: z.number(),
    episodeNumber: z.number(),
    airDateUtc: z.string(),
    monitored: z.boolean(),
  }),
)

async function setUp() {
  const sonarr = await startSimulatedSonarr({ now: () => NOON })
  onTestFinished(() => sonarr.close())

  const call = (method: string, path: string, body?: object) =>
    fetch(`${sonarr.url}/api/v3${path}`, {
      method,
      headers: {
        'X-Api-Key': sonarr.apiKey,
        ...(body && { 'Content-Type': 'application/json' }),
      },
      body: body ? JSON.stringify(body) : null,
    })
  const read = async <T>(schema: z.ZodType<T>, path: string) =>
    schema.parse(await (await call('GET', path)).json())
  return { sonarr, call, read }
}

const newSeries = (tvdbId: number, changes: object = {}) => ({
  tvdbId,
  title: 'A show',
  qualityProfileId: 4,
  rootFolderPath: '/tv',
  monitored: true,
  monitorNewItems: 'all',
  seasonFolder: true,
  addOptions: { searchForMissingEpisodes: true },
  ...changes,
})

test.skipIf(OPENAPI_IS_ABSENT)(
  `what goes in and out is what the official document describes${OPENAPI_IS_ABSENT}`,
  async () => {
    const { sonarr, call, read } = await setUp()
    const id = sonarr.find(ANDOR)?.id
    const andor = await read(Series, `/series/${id}`)

    await call('GET', '/series')
    await call('GET', `/series?tvdbId=${ANDOR}`)
    await call('GET', '/series/lookup?term=the%20office')
    await call('GET', `/episode?seriesId=${id}&seasonNumber=2`)
    await call('GET', '/queue?pageSize=100&includeSeries=true&includeEpisode=true')
    await call(
      'GET',
      '/calendar?start=2026-11-20T00:00:00Z&end=2026-11-27T00:00:00Z&includeSeries=true',
    )
    await call('GET', '/qualityprofile')
    await call('GET', '/rootfolder')
    await call('GET', '/system/status')
    await call('GET', '/health')
    await call('POST', '/series', newSeries(SLOW_HORSES))
    await call('PUT', `/series/${id}`, andor)
    await call('PUT', '/episode/monitor', { episodeIds: [1], monitored: true })
    await call('POST', '/command', { name: 'SeasonSearch', seriesId: id, seasonNumber: 2 })
    await call('DELETE', `/series/${id}?deleteFiles=true`)

    const statuses = sonarr.requests.slice(-5).map(({ answer }) => answer?.status)
    expect(statuses).toEqual([201, 202, 202, 201, 200])
    expect(sonarr.requests.slice(0, -5).every(({ answer }) => answer?.status === 200)).toBe(true)
    expect(findViolations(readOpenApi('sonarr'), sonarr.requests)).toEqual([])
  },
)

test.for([
  ['the office', ['The Office (US)', 'The Office (UK)', 'The Office (AU)']],
  ['SLOW HORSES', ['Slow Horses']],
  ['shogun', ['Shōgun']],
  ['fargo', ['Fargo']],
  [`tvdb:${SEVERANCE}`, ['Severance']],
  ['tvdb:1', []],
  ['the grand zorba', []],
] as const)('a lookup of "%s" finds %j', async ([term, titles]) => {
  const { read } = await setUp()

  const found = await read(z.array(Series), `/series/lookup?term=${encodeURIComponent(term)}`)

  expect(found.map(({ title }) => title)).toEqual(titles)
})

test('a lookup counts no episodes, and knows the id of a show that is here', async () => {
  const { sonarr, read } = await setUp()

  const [andor] = await read(z.array(Series), '/series/lookup?term=andor')
  const [horses] = await read(z.array(Series), '/series/lookup?term=slow%20horses')

  expect(andor).toMatchObject({ id: sonarr.find(ANDOR)?.id, statistics: { episodeFileCount: 0 } })
  expect(horses).not.toHaveProperty('id')
  expect(horses?.seasons.map(({ seasonNumber }) => seasonNumber)).toEqual([1, 2, 3, 4, 5])
  expect(horses?.seasons[0]).not.toHaveProperty('statistics')
})

test('an added show keeps the flags its seasons came with, and gets new ones', async () => {
  const { sonarr, call } = await setUp()
  const seasons = [1, 2, 3, 4, 5].map((seasonNumber) => ({
    seasonNumber,
    monitored: seasonNumber >= 3,
  }))

  await call('POST', '/series', newSeries(SLOW_HORSES, { seasons }))

  const entry = sonarr.find(SLOW_HORSES)
  expect(entry?.seasons.map(({ monitored }) => monitored)).toEqual([
    false,
    false,
    true,
    true,
    true,
    true,
  ])
  const monitored = entry?.episodes.filter((episode) => episode.monitored)
  expect(new Set(monitored?.map(({ seasonNumber }) => seasonNumber))).toEqual(new Set([3, 4, 5, 6]))
})

test.for([
  ['all', [1, 2, 3, 4, 5, 6]],
  ['future', [6]],
  ['none', []],
] as const)('a show added with monitor %s monitors seasons %j', async ([monitor, expected]) => {
  const { sonarr, call } = await setUp()
  const seasons = [{ seasonNumber: 1, monitored: false }]

  await call('POST', '/series', newSeries(SLOW_HORSES, { seasons, addOptions: { monitor } }))

  const entry = sonarr.find(SLOW_HORSES)
  const monitored = entry?.seasons.filter((season) => season.monitored)
  expect(monitored?.map(({ seasonNumber }) => seasonNumber)).toEqual(expected)
})

test.for([
  ['a show that is here', ANDOR, {}, 'TvdbId', 'This series has already been added'],
  ['an unknown show', 1, {}, 'TvdbId', 'A series with this ID was not found'],
  [
    'an unknown quality profile',
    FLEABAG,
    { qualityProfileId: 99 },
    'QualityProfileId',
    'Quality Profile does not exist',
  ],
  [
    'an unknown root folder',
    FLEABAG,
    { rootFolderPath: '/nowhere' },
    'RootFolderPath',
    'Root folder does not exist',
  ],
  [
    'a show without a title',
    BETTER_CALL_SAUL,
    { title: '' },
    'Title',
    "'Title' must not be empty.",
  ],
] as const)('%s is not added', async ([, tvdbId, changes, propertyName, errorMessage]) => {
  const { call } = await setUp()

  const response = await call('POST', '/series', newSeries(tvdbId, changes))

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject([{ propertyName, errorMessage, severity: 'error' }])
})

test('episodes follow the flag of their season only when it changes', async () => {
  const { sonarr, call, read } = await setUp()
  const entry = sonarr.find(ANDOR)
  const andor = await read(Series, `/series/${entry?.id}`)
  const second = entry?.episodes.filter(({ seasonNumber }) => seasonNumber === 2) ?? []
  const put = (monitored: boolean) =>
    call('PUT', `/series/${entry?.id}`, {
      ...andor,
      seasons: andor.seasons.map((season) =>
        season.seasonNumber === 2 ? { ...season, monitored } : season,
      ),
    })

  await put(false)
  const afterChange = second.map(({ monitored }) => monitored)
  await call('PUT', '/episode/monitor', { episodeIds: [second[0]?.id], monitored: true })
  await put(false)

  expect(afterChange.every((monitored) => !monitored)).toBe(true)
  expect(second[0]?.monitored).toBe(true)
  expect(entry?.seasons[1]?.monitored).toBe(false)
})

test('a show that is gone is a 404 to a GET and a PUT, and a 500 to a DELETE', async () => {
  const { sonarr, call } = await setUp()
  const id = sonarr.find(ANDOR)?.id

  const removed = await call('DELETE', `/series/${id}?deleteFiles=true`)
  const again = await call('DELETE', `/series/${id}?deleteFiles=true`)
  const got = await call('GET', `/series/${id}`)
  const put = await call('PUT', `/series/${id}`, { path: '/tv/Andor', qualityProfileId: 4 })

  expect([removed, again, got, put].map(({ status }) => status)).toEqual([200, 500, 404, 404])
  expect(await got.json()).toMatchObject({ message: expect.any(String) })
})

test('a season pack is a record for each episode, under one id and with all of its size', async () => {
  const { sonarr, read } = await setUp()
  const pack = {
    downloadId: 'A0B1C2D3E4F5',
    size: 12e9,
    timeleft: '00:20:00',
    status: 'downloading',
  }

  const { records } = await read(Queue, '/queue')

  expect(records).toMatchObject([pack, pack, pack])
  expect(records.map(({ episodeId }) => episodeId)).toEqual(sonarr.queue[0]?.episodeIds)
  expect(records[0]?.['sizeleft']).toBeCloseTo(0.57 * 12e9)
})

test('the queue comes in pages of ten, and hides what it cannot place', async () => {
  const { sonarr, read } = await setUp()
  const entry = sonarr.find(SEVERANCE)
  const pack = sonarr.queue[0]
  if (!pack || !entry) throw new Error('the demo downloads something')
  const episodeIds = entry.episodes.slice(0, 15).map(({ id }) => id)
  const { seriesId, ...unplaced } = { ...pack, downloadId: 'other', minutesLeft: 1_530 }
  sonarr.queue.splice(0, 1, { ...pack, seriesId: entry.id, episodeIds }, unplaced)

  const first = await read(Queue, '/queue')
  const second = await read(Queue, '/queue?page=2')
  const all = await read(Queue, '/queue?pageSize=100&includeUnknownSeriesItems=true')

  expect(seriesId).toBeDefined()
  expect([first, second].map(({ records }) => records.length)).toEqual([10, 5])
  expect(first.totalRecords).toBe(15)
  expect(all.totalRecords).toBe(16)
  expect(all.records.at(-1)).toMatchObject({ timeleft: '1.01:30:00' })
})

test('the calendar of the coming week has what is monitored, soonest first', async () => {
  const { sonarr, call, read } = await setUp()
  const week = '/calendar?start=2026-11-20T00:00:00Z&end=2026-11-27T00:00:00Z'
  const titles = (episodes: z.output<typeof Episodes>) =>
    episodes.map(({ seriesId, seasonNumber, episodeNumber, airDateUtc }) => {
      const title = sonarr.library.get(seriesId)?.show.title
      return `${airDateUtc.slice(0, 10)} ${title} S${seasonNumber}E${episodeNumber}`
    })
  const andors = '2026-11-22 Andor S2E4'
  const severances = '2026-11-26 Severance S3E1'

  const before = await read(Episodes, week)
  await call('POST', '/series', newSeries(SLOW_HORSES))
  const after = await read(Episodes, week)
  const severance = sonarr.find(SEVERANCE)
  if (severance) severance.monitored = false
  const monitored = await read(Episodes, week)
  const any = await read(Episodes, `${week}&unmonitored=true`)

  expect(titles(before)).toEqual([andors, severances])
  expect(titles(after)).toEqual(['2026-11-20 Slow Horses S6E1', andors, severances])
  expect(titles(monitored)).not.toContain(severances)
  expect(titles(any)).toContain(severances)
})
