import { assert, expect, test } from 'vitest'
import { FILMS } from '../../src/demo/films.ts'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { calls, scriptedModel } from '../helpers/scripted-model.ts'

const ALIEN = 348
const ADDED = 'Added Alien (1979) in 1080p. Searching for it now.'

const searches = ({ radarr }: Household) =>
  radarr.requests.filter(({ path }) => path === '/api/v3/command').map(({ body }) => body)

test('a member adds a film with the quality and folder that the library uses', async () => {
  const household = await startHousehold()

  expect(await household.text(KIM, 'add alien')).toBe(ADDED)
  expect(household.radarr.find(ALIEN)).toMatchObject({
    monitored: true,
    qualityProfileId: 4,
    rootFolderPath: '/movies',
  })
  expect(household.sql('select state, external_id, title from media_requests')).toEqual([
    { state: 'done', external_id: ALIEN, title: 'Alien' },
  ])
})

test('a film that is here is not added again', async () => {
  const household = await startHousehold()

  expect(await household.text(SAM, 'add heat')).toBe('Heat (1995) is already here.')
})

test('a film that is wanted is searched for again', async () => {
  const household = await startHousehold()
  const id = household.radarr.find(549509)?.id

  expect(await household.text(SAM, 'add the brutalist')).toBe(
    'The Brutalist (2024) is already wanted. Searching for it again now.',
  )
  expect(searches(household)).toEqual([{ name: 'MoviesSearch', movieIds: [id] }])
})

test('a film that is there but was given up is wanted again', async () => {
  const household = await startHousehold()
  const brutalist = household.radarr.find(549509)
  if (brutalist) brutalist.monitored = false

  expect(await household.text(SAM, 'add the brutalist')).toBe(
    'Added The Brutalist (2024). Searching for it now.',
  )
  expect(household.radarr.find(549509)?.monitored).toBe(true)
})

test('a film that is not out yet is not said to be searched for', async () => {
  const household = await startHousehold()

  expect(await household.text(SAM, 'add dune part three')).toBe(
    "Added Dune: Part Three (2026) in 1080p. It isn't out yet.",
  )
})

test('an add whose answer was lost is found to have worked', async () => {
  const household = await startHousehold()
  household.radarr.intercept = ({ method, path }) =>
    method === 'POST' && path === '/api/v3/movie' ? 'act-then-drop' : 'pass'

  expect(await household.text(SAM, 'add alien')).toBe('Added Alien (1979). Searching for it now.')
  expect(
    [...household.radarr.library.values()].filter(({ film }) => film.tmdbId === ALIEN),
  ).toHaveLength(1)
})

test('an add that did not arrive is not said to have worked', async () => {
  const household = await startHousehold()
  household.radarr.intercept = ({ method, path }) =>
    method === 'POST' && path === '/api/v3/movie' ? 'drop' : 'pass'

  expect(await household.text(SAM, 'add alien')).toBe(
    'Radarr stopped answering while I added Alien (1979). Please ask again in a while.',
  )
  expect(household.sql('select state from media_requests')).toEqual([{ state: 'failed' }])
})

test('a search that may not have begun is not said to have', async () => {
  const household = await startHousehold()
  household.radarr.intercept = ({ path }) => (path === '/api/v3/command' ? 'drop' : 'pass')

  expect(await household.text(SAM, 'add the brutalist')).toBe(
    'The Brutalist (2024) is already wanted, but Radarr stopped answering before the search. Text "add The Brutalist (2024)" again in a while.',
  )
})

test('two people who add the same film at once are both told the truth', async () => {
  const household = await startHousehold()

  await Promise.all([household.deliver(SAM, 'add alien'), household.deliver(KIM, 'add alien')])
  await household.settled()

  const second =
    /^Alien \(1979\) is (wanted, but not here yet|already wanted\. Searching for it again now)\.$/
  const told = [...household.sentTo(SAM), ...household.sentTo(KIM)]
  expect(told.toSorted((one) => (one === ADDED ? -1 : 1))).toEqual([
    ADDED,
    expect.stringMatching(second),
  ])
  expect(
    [...household.radarr.library.values()].filter(({ film }) => film.tmdbId === ALIEN),
  ).toHaveLength(1)
})

test('what somebody else adds at the same moment is neither said to be added nor searched for again', async () => {
  const household = await startHousehold()
  const film = FILMS.find(({ tmdbId }) => tmdbId === ALIEN)
  assert(film)
  household.radarr.intercept = ({ method, path }) => {
    if (method === 'POST' && path === '/api/v3/movie') household.radarr.put(film)
    return 'pass'
  }

  expect(await household.text(KIM, 'add alien')).toBe('Alien (1979) is wanted, but not here yet.')
  expect(searches(household)).toEqual([])
})

test('an id that a model makes up is dropped', async () => {
  const { model } = scriptedModel(calls(['add', { title: 'Alien', tmdbId: 679 }]))
  const household = await startHousehold({ model })

  expect(await household.text(SAM, 'add alien')).toBe(ADDED)
})

test('a Radarr without a folder is told to be not ready', async () => {
  const household = await startHousehold()
  household.radarr.rootFolders.length = 0

  expect(await household.text(KIM, 'add alien')).toBe(
    "Radarr isn't ready for films. An admin has to check its root folders and quality profiles.",
  )
})

test('a wrong key is told to be an admin’s business', async () => {
  const household = await startHousehold({ env: { RADARR_API_KEY: 'wrong' } })

  expect(await household.text(KIM, 'add alien')).toBe(
    "Radarr doesn't let me in, so films have to wait. Shows still work. An admin has to check its API key.",
  )
})
