import { expect, test } from 'vitest'
import type { Download } from '../../src/demo/arr-queue.ts'
import { type Household, SAM, startHousehold } from '../helpers/household.ts'
import { expectPlainWords } from '../helpers/plain-words.ts'
import { kept, TVDB } from '../helpers/shows.ts'

const RELEASE: Download = {
  downloadId: 'one',
  title: 'A.Release',
  sizeBytes: 100,
  leftBytes: 90,
  minutesLeft: 300,
  status: 'downloading',
}

const BRUTALIST = 549509

function downloadFilm({ radarr }: Household, tmdbId: number, minutesLeft: number) {
  const movieId = radarr.find(tmdbId)?.id ?? 0
  radarr.queue.push({ ...RELEASE, downloadId: `film ${tmdbId}`, movieId, minutesLeft })
}

function downloadEpisodes(household: Household, downloadId: string, numbers: readonly number[]) {
  const { id, episodes } = kept(household, TVDB.severance)
  const wanted = episodes.filter(
    ({ seasonNumber, episodeNumber }) => seasonNumber === 3 && numbers.includes(episodeNumber),
  )
  const episodeIds = wanted.map((episode) => episode.id)
  household.sonarr.queue.push({ ...RELEASE, downloadId, seriesId: id, episodeIds })
}

test('nothing on its way is told so', async () => {
  const household = await startHousehold()
  household.sonarr.queue.length = 0

  expect(await household.text(SAM, 'downloads')).toBe('Nothing is downloading right now.')
})

test('one release is told in a sentence', async () => {
  const household = await startHousehold()

  expect(await household.text(SAM, 'whats downloading')).toBe(
    'Andor S2E1-3 is downloading: 43%, about 20 min left.',
  )
})

test('films and shows are told soonest first, and "the last one" points at one of them', async () => {
  const household = await startHousehold()
  downloadFilm(household, BRUTALIST, 10)

  expect(await household.text(SAM, 'downloads')).toBe(
    'The Brutalist (2024) - 10%, about 10 min left\nAndor S2E1-3 - 43%, about 20 min left',
  )
  expect(await household.text(SAM, 'the last one')).toBe(
    'Andor S2 is downloading: 43%, about 20 min left. S1 is here.',
  )
})

test('more than five are counted', async () => {
  const household = await startHousehold()
  downloadFilm(household, BRUTALIST, 10)
  for (const episode of [1, 2, 3, 4, 5]) downloadEpisodes(household, `e${episode}`, [episode])

  const reply = await household.text(SAM, 'downloads')

  expect(reply?.split('\n')).toHaveLength(6)
  expect(reply).toMatch(/\nAnd 2 more\.$/)
  expectPlainWords(reply, 2)
})

test.for([
  [[4], 'S3E4'],
  [[1, 2], 'S3E1-2'],
  [[1, 2, 4], 'S3E1-2+4'],
  [[1, 3], 'S3E1+3'],
  [[1, 2, 3, 4], 'S3'],
] as const)('the episodes %j are called %j', async ([numbers, name]) => {
  const household = await startHousehold()
  household.sonarr.queue.length = 0
  downloadEpisodes(household, 'pack', numbers)

  expect(await household.text(SAM, 'downloads')).toBe(
    `Severance ${name} is downloading: 10%, about 5 hours left.`,
  )
})

test('what a service keeps that fails is left out', async () => {
  const household = await startHousehold()
  household.radarr.intercept = () => 'drop'

  expect(await household.text(SAM, 'downloads')).toBe(
    "Andor S2E1-3 is downloading: 43%, about 20 min left.\nRadarr isn't answering, so films are left out.",
  )
})

test.for([
  [{ status: 'paused' }, 'paused at 10%'],
  [{ status: 'queued' }, 'waiting its turn'],
  [{ status: 'completed' }, 'almost here'],
  [{ status: 'failed' }, 'stuck at 10%'],
] as const)('what is %j is told %j, in a list and alone', async ([more, progress]) => {
  const household = await startHousehold()
  const movieId = household.radarr.find(BRUTALIST)?.id ?? 0
  household.radarr.queue.push({ ...RELEASE, movieId, ...more })

  expect(await household.text(SAM, 'downloads')).toContain(`The Brutalist (2024) - ${progress}`)

  household.sonarr.queue.length = 0
  expect(await household.text(SAM, 'downloads')).toBe(`The Brutalist (2024) is ${progress}.`)
})

test('what a service keeps that lets nobody in is left out for that reason', async () => {
  const household = await startHousehold({ env: { RADARR_API_KEY: 'wrong' } })

  expect(await household.text(SAM, 'downloads')).toBe(
    "Andor S2E1-3 is downloading: 43%, about 20 min left.\nRadarr doesn't let me in, so films are left out.",
  )
})

test('nothing is claimed of what a service keeps that fails', async () => {
  const household = await startHousehold()
  household.sonarr.intercept = () => 'drop'

  expect(await household.text(SAM, 'downloads')).toBe(
    "No films are downloading right now.\nSonarr isn't answering, so shows are left out.",
  )
})
