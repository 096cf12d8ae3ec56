import { expect, test } from 'vitest'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { calls, scriptedModel } from '../helpers/scripted-model.ts'
import {
  episodesOf,
  kept,
  monitoredOf,
  NIGHTJAR,
  searchesOf,
  seasonSearches,
  startWithSeason1,
  THREE,
  TVDB,
  weekly,
} from '../helpers/shows.ts'

const postsOf = ({ sonarr }: Household) =>
  sonarr.requests.filter(({ method, path }) => method === 'POST' && path === '/api/v3/series')

test.for([
  [
    'add fargo the show',
    'Added Fargo (2014), all 5 seasons. Searching for it now.',
    { monitorNewItems: 'all', addOptions: { monitor: 'all', searchForMissingEpisodes: true } },
    [1, 2, 3, 4, 5],
  ],
  [
    'add fargo season 2',
    'Added Fargo (2014), season 2. Searching for it now.',
    { monitorNewItems: 'none', addOptions: { searchForMissingEpisodes: true } },
    [2],
  ],
  [
    'add fargo seasons 2 and 4',
    'Added Fargo (2014), seasons 2 and 4. Searching for them now.',
    { monitorNewItems: 'none', addOptions: { searchForMissingEpisodes: true } },
    [2, 4],
  ],
  [
    'add slow horses from season 3',
    'Added Slow Horses (2022), seasons 3-5 and new ones. Searching for them now.',
    { monitorNewItems: 'all', addOptions: { searchForMissingEpisodes: true } },
    [3, 4, 5, 6],
  ],
  [
    'add slow horses from now on',
    'Added Slow Horses (2022) from now on. New episodes come as they air.',
    { monitorNewItems: 'all', addOptions: { monitor: 'future', searchForMissingEpisodes: false } },
    [6],
  ],
  [
    'add the office uk',
    'Added The Office (UK) (2001), both seasons. Searching for it now.',
    { monitorNewItems: 'all' },
    [1, 2],
  ],
  [
    'add the office au',
    'Added The Office (AU) (2024). Searching for it now.',
    { monitorNewItems: 'all' },
    [1],
  ],
] as const)('%j is answered %j', async ([text, reply, body, seasons]) => {
  const household = await startHousehold()

  expect(await household.text(KIM, text)).toBe(reply)
  const [post, ...others] = postsOf(household)
  expect(others).toEqual([])
  expect(post?.body).toMatchObject({ ...body, monitored: true, qualityProfileId: 4 })
  const tvdbId = [...household.sonarr.library.values()].at(-1)?.show.tvdbId ?? 0
  expect(monitoredOf(household, tvdbId).seasons).toEqual(seasons)
  // Sonarr searches by itself for what is added.
  expect(searchesOf(household)).toEqual([])
})

test.for([
  [{ status: 'upcoming', seasons: [weekly(8, 30)] }, "Added Nightjar (2020). It hasn't aired yet."],
  [{ status: 'continuing' }, 'Added Nightjar (2020). It has no seasons yet.'],
  [{ specials: 2 }, 'Added Nightjar (2020). It has no seasons yet.'],
] as const)(
  'nothing is said to be searched for where there is nothing: %j',
  async ([show, reply]) => {
    const household = await startHousehold({ shows: [{ ...NIGHTJAR, ...show }] })

    expect(await household.text(SAM, 'add nightjar')).toBe(reply)
  },
)

test('what comes from now on of a show that has ended is not added but offered', async () => {
  const household = await startHousehold()

  expect(await household.text(SAM, 'add succession from now on')).toBe(
    'Succession (2018) has ended, so nothing new is coming. Want me to add it? Reply YES.',
  )
  expect(postsOf(household)).toEqual([])
  expect(await household.text(SAM, 'yes')).toBe(
    'Added Succession (2018), all 4 seasons. Searching for it now.',
  )
  expect(await household.text(SAM, 'add succession from now on')).toBe(
    'Succession (2018) has ended, so nothing new is coming.',
  )
})

test.for([
  ['add the bear season 9', 'The Bear (2022) has seasons 1-4, no season 9.'],
  ['add the bear seasons 4 to 6', 'The Bear (2022) has seasons 1-4, no seasons 5 and 6.'],
  ['add the bear from season 7', 'The Bear (2022) has seasons 1-4, no season 7.'],
  ['add the office uk season 3', 'The Office (UK) (2001) has seasons 1 and 2, no season 3.'],
  ['add chernobyl season 2', 'Chernobyl (2019) has only season 1, no season 2.'],
] as const)('%j is answered %j', async ([text, reply]) => {
  const household = await startHousehold()

  expect(await household.text(SAM, text)).toBe(reply)
  expect(household.sonarr.requests.filter(({ method }) => method !== 'GET')).toEqual([])
})

test('a season of a show that has none is not promised', async () => {
  const household = await startHousehold({ shows: [NIGHTJAR] })

  expect(await household.text(SAM, 'add nightjar season 1')).toBe(
    'Nightjar (2020) has no seasons yet.',
  )
})

test('one more season of a show that is here is wanted with the others', async () => {
  const household = await startWithSeason1()

  expect(await household.text(SAM, 'add nightjar season 3')).toBe(
    'Added Nightjar (2020), season 3. Searching for it now.',
  )
  expect(monitoredOf(household, THREE.tvdbId)).toEqual({ seasons: [1, 3], whole: [1, 3] })
  expect(kept(household, THREE.tvdbId).monitorNewItems).toBe('none')
  expect(searchesOf(household)).toEqual(seasonSearches(household, THREE.tvdbId, [3]))
  expect(postsOf(household)).toEqual([])
})

test('from a season on means that one, those after it and new ones', async () => {
  const household = await startWithSeason1()

  expect(await household.text(SAM, 'add nightjar from season 2')).toBe(
    'Added Nightjar (2020), seasons 2 and 3 and new ones. Searching for them now.',
  )
  expect(monitoredOf(household, THREE.tvdbId)).toEqual({ seasons: [1, 2, 3], whole: [1, 2, 3] })
  expect(kept(household, THREE.tvdbId).monitorNewItems).toBe('all')
  expect(searchesOf(household)).toEqual(seasonSearches(household, THREE.tvdbId, [2, 3]))
})

test('all of a show of which some is here adds only the rest', async () => {
  const household = await startWithSeason1()

  expect(await household.text(SAM, 'add nightjar')).toBe(
    'Added Nightjar (2020), seasons 2 and 3. Searching for them now.',
  )
  expect(searchesOf(household)).toEqual(seasonSearches(household, THREE.tvdbId, [2, 3]))
})

test('what was wanted before is searched for again but not said to be added', async () => {
  const household = await startWithSeason1()
  await household.text(SAM, 'add nightjar season 3')

  expect(await household.text(SAM, 'add nightjar season 3')).toBe(
    'Nightjar S3 is already wanted. Searching again now.',
  )
  expect(await household.text(SAM, 'add nightjar')).toBe(
    'Added Nightjar (2020), season 2. Searching for it now.',
  )
  expect(searchesOf(household)).toEqual(seasonSearches(household, THREE.tvdbId, [3, 3, 2, 3]))
})

test('a show that was given up is wanted again', async () => {
  const household = await startWithSeason1()
  Object.assign(kept(household, THREE.tvdbId), { monitored: false })

  expect(await household.text(SAM, 'add nightjar season 2')).toBe(
    'Added Nightjar (2020), season 2. Searching for it now.',
  )
  expect(kept(household, THREE.tvdbId).monitored).toBe(true)
})

test('episodes that were left unmonitored in a season that is wanted are wanted too', async () => {
  const household = await startWithSeason1()
  const [, second] = kept(household, THREE.tvdbId).seasons
  Object.assign(second ?? {}, { monitored: true })

  expect(await household.text(SAM, 'add nightjar season 2')).toBe(
    'Added Nightjar (2020), season 2. Searching for it now.',
  )
  expect(monitoredOf(household, THREE.tvdbId).whole).toEqual([1, 2])
})

test('a season that has not aired is wanted and not searched for', async () => {
  const household = await startHousehold()
  const { seasons } = kept(household, TVDB.severance)
  Object.assign(seasons.at(-1) ?? {}, { monitored: false })
  for (const episode of episodesOf(household, TVDB.severance, 3)) episode.monitored = false

  expect(await household.text(SAM, 'add severance season 3')).toBe(
    "Added Severance (2022), season 3. It hasn't aired yet.",
  )
  expect(monitoredOf(household, TVDB.severance).whole).toEqual([1, 2, 3])
  expect(searchesOf(household)).toEqual([])
})

test('the rest of a season whose first episodes are here comes as it airs', async () => {
  const show = { ...NIGHTJAR, seasons: [weekly(6, -8)] }
  const household = await startHousehold({ shows: [show] })
  const entry = household.sonarr.put(show, { seasons: [{ seasonNumber: 1, monitored: false }] })
  for (const episode of entry.episodes.slice(0, 2)) episode.sizeBytes = 1e9

  expect(await household.text(SAM, 'add nightjar season 1')).toBe(
    'Added Nightjar (2020), season 1. New episodes come as they air.',
  )
  expect(searchesOf(household)).toEqual([])
})

test('what comes from now on is wanted of a season that has begun, and nothing that has aired', async () => {
  const show = { ...NIGHTJAR, seasons: [weekly(6, -8)] }
  const household = await startHousehold({ shows: [show] })
  household.sonarr.put(show, { seasons: [{ seasonNumber: 1, monitored: false }] })

  expect(await household.text(SAM, 'add new episodes of nightjar')).toBe(
    'Added Nightjar (2020) from now on. New episodes come as they air.',
  )
  expect(episodesOf(household, show.tvdbId, 1).map(({ monitored }) => monitored)).toEqual([
    false,
    false,
    true,
    true,
    true,
    true,
  ])
  expect(searchesOf(household)).toEqual([])
  expect(await household.text(SAM, 'add new episodes of nightjar')).toBe(
    'Nightjar (2020) is already added, new episodes too.',
  )
})

test('all of it after what comes from now on searches for what has aired', async () => {
  const show = { ...NIGHTJAR, seasons: [weekly(6, -8)] }
  const household = await startHousehold({ shows: [show] })
  await household.text(SAM, 'add nightjar from now on')

  expect(await household.text(SAM, 'add nightjar')).toBe(
    'Added Nightjar (2020), season 1. Searching for it now.',
  )
  expect(searchesOf(household)).toEqual(seasonSearches(household, show.tvdbId, [1]))
})

test.for([
  ['add andor', 'Andor S2 is downloading: 43%, about 20 min left. S1 is here.'],
  ['add andor season 2', 'Andor S2 is downloading: 43%, about 20 min left. S1 is here.'],
  ['add andor season 1', 'Andor S1 is already here.'],
  ['add breaking bad', 'Breaking Bad (2008) is already here.'],
  ['add breaking bad seasons 1-2', 'Breaking Bad S1-2 are already here.'],
  ['add severance', 'Severance S1-2 are here. S3 is coming Thu 26 Nov.'],
] as const)('%j changes nothing and is answered %j', async ([text, reply]) => {
  const household = await startHousehold()

  expect(await household.text(SAM, text)).toBe(reply)
  expect(household.sonarr.requests.filter(({ method }) => method !== 'GET')).toEqual([])
})

function download(household: Household, tvdbId: number, season: number, numbers: number[]) {
  const episodes = episodesOf(household, tvdbId, season)
  household.sonarr.queue.push({
    downloadId: 'one',
    title: 'A.Release',
    seriesId: kept(household, tvdbId).id,
    episodeIds: episodes.filter((each) => numbers.includes(each.episodeNumber)).map(({ id }) => id),
    sizeBytes: 100,
    leftBytes: 90,
    minutesLeft: 10,
    status: 'downloading',
  })
}

test('a season of which only an episode is on its way is wanted and searched for', async () => {
  const household = await startHousehold()
  const season = kept(household, TVDB.lastOfUs).seasons.find((each) => each.seasonNumber === 2)
  for (const each of [season, ...episodesOf(household, TVDB.lastOfUs, 2)]) {
    if (each) each.monitored = false
  }
  download(household, TVDB.lastOfUs, 2, [1])

  expect(await household.text(SAM, 'add the last of us season 2')).toBe(
    'Added The Last of Us (2023), season 2. Searching for it now.',
  )
  expect(monitoredOf(household, TVDB.lastOfUs).whole).toContain(2)
  expect(searchesOf(household)).toEqual(seasonSearches(household, TVDB.lastOfUs, [2]))
})

test('a season that is on its way as a whole is not searched for', async () => {
  const household = await startHousehold()
  download(household, TVDB.lastOfUs, 2, [1, 2, 3, 4, 5, 6, 7])

  expect(await household.text(SAM, 'add the last of us season 2')).toMatch(
    /^The Last of Us S2 is downloading: 10%/,
  )
  expect(searchesOf(household)).toEqual([])
})

test('a season that is here stays so while a better copy of it is on its way', async () => {
  const household = await startHousehold()
  download(household, TVDB.chernobyl, 1, [1])

  expect(await household.text(SAM, 'is chernobyl in')).toBe('Chernobyl (2019) is here.')
  expect(await household.text(SAM, 'add chernobyl')).toBe('Chernobyl (2019) is already here.')
})

test('a number for a show in a list keeps the seasons that were asked for', async () => {
  const household = await startHousehold()

  expect(await household.text(SAM, 'add the office season 1')).toBe(
    'Which one? Reply a number.\n1 The Office (US) (2005) - here\n2 The Office (UK) (2001) - not here\n3 The Office (AU) (2024) - not here',
  )
  expect(await household.text(SAM, '2')).toBe(
    'Added The Office (UK) (2001), season 1. Searching for it now.',
  )
  expect(monitoredOf(household, TVDB.officeUk).seasons).toEqual([1])
})

test('seasons that a model cannot mean are explained to it', async () => {
  const { model, requests } = scriptedModel(
    calls(['add', { title: 'Fargo', seasons: { from: 2 } }]),
    calls(['add', { title: 'Fargo', seasons: '2' }]),
  )
  const household = await startHousehold({ model })

  expect(await household.text(SAM, 'get fargo season 2')).toBe(
    'Added Fargo (2014), season 2. Searching for it now.',
  )
  expect(requests[1]?.messages.at(-1)?.content).toBe(
    JSON.stringify('seasons must be like "all", "2", "1,3", "3-5", "3+" or "new".'),
  )
})

test('a film that a model asks for with all seasons is a film', async () => {
  const { model } = scriptedModel(calls(['add', { title: 'Alien', seasons: 'all' }]))
  const household = await startHousehold({ model })

  expect(await household.text(SAM, 'add alien')).toBe(
    'Added Alien (1979) in 1080p. Searching for it now.',
  )
})
