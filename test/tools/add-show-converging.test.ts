import { expect, test } from 'vitest'
import type { Fault } from '../../src/demo/fault.ts'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { expectPlainWords } from '../helpers/plain-words.ts'
import { calls, scriptedModel } from '../helpers/scripted-model.ts'
import {
  monitoredOf,
  searchesOf,
  seasonSearches,
  startWithSeason1,
  THREE,
  TVDB,
} from '../helpers/shows.ts'

test('two people who add the same show at once are both told the truth', async () => {
  const household = await startHousehold()
  const text = 'add fargo the show'

  await Promise.all([household.deliver(SAM, text), household.deliver(KIM, text)])
  await household.settled()

  const told = [...household.sentTo(SAM), ...household.sentTo(KIM)]
  expect(told).toHaveLength(2)
  for (const reply of told) {
    expect(reply).toMatch(
      /^(Added Fargo \(2014\)|Fargo S1-5 are (already wanted|wanted, but not here yet))/,
    )
  }
  expect(monitoredOf(household, TVDB.fargo).whole).toEqual([1, 2, 3, 4, 5])
})

test('two people who add other seasons of one show at once both get theirs', async () => {
  const household = await startWithSeason1()

  await Promise.all([
    household.deliver(SAM, 'add nightjar season 2'),
    household.deliver(KIM, 'add nightjar season 3'),
  ])
  await household.settled()

  expect(monitoredOf(household, THREE.tvdbId)).toEqual({ seasons: [1, 2, 3], whole: [1, 2, 3] })
})

const LOST = 'Sonarr stopped answering before the search. Please ask again in a while.'
const WAIT = "Sonarr isn't answering, so shows have to wait. Please try again in a while."

/** What is said when a call of an add is lost, and what is true after it. */
const LOSSES: ReadonlyArray<[method: string, path: string, fault: Fault, reply: string]> = [
  ['GET', '/api/v3/series?tvdbId', 'drop', WAIT],
  ['GET', '/api/v3/series/', 'drop', WAIT],
  ['PUT', '/api/v3/series/', 'drop', WAIT],
  ['PUT', '/api/v3/series/', 'act-then-drop', WAIT],
  ['GET', '/api/v3/episode', 'drop', WAIT],
  ['POST', '/api/v3/command', 'drop', `Added Nightjar (2020), season 2, but ${LOST}`],
  ['POST', '/api/v3/command', 'act-then-drop', `Added Nightjar (2020), season 2, but ${LOST}`],
  ['GET', '/api/v3/queue', 'drop', 'Added Nightjar (2020), season 2. Searching for it now.'],
]

test.for(LOSSES)(
  '%s %s %j in an add of a season is answered %j',
  async ([method, path, fault, reply]) => {
    const household = await startWithSeason1()
    household.sonarr.intercept = (request) =>
      request.method === method && request.path.startsWith(path) ? fault : 'pass'

    expect(await household.text(SAM, 'add nightjar season 2')).toBe(reply)
    expectPlainWords(reply)

    household.sonarr.intercept = () => 'pass'
    expect(await household.text(SAM, 'add nightjar season 2')).toMatch(
      /^(Added Nightjar \(2020\), season 2\. Searching for it|Nightjar S2 is already wanted\. Searching again) now\.$/,
    )
    expect(monitoredOf(household, THREE.tvdbId)).toEqual({ seasons: [1, 2], whole: [1, 2] })
  },
)

test('an add whose answer was lost is found to have worked', async () => {
  const household = await startHousehold()
  household.sonarr.intercept = ({ method, path }) =>
    method === 'POST' && path === '/api/v3/series' ? 'act-then-drop' : 'pass'

  expect(await household.text(SAM, 'add fargo seasons 2 and 4')).toBe(
    'Added Fargo (2014), seasons 2 and 4. Searching for them now.',
  )
  expect(monitoredOf(household, TVDB.fargo).seasons).toEqual([2, 4])
  expect(searchesOf(household)).toEqual(seasonSearches(household, TVDB.fargo, [2, 4]))
})

test('a show that somebody else adds at the same moment is not searched for again', async () => {
  const household = await startHousehold({ shows: [THREE] })
  addBeside(household, [1])

  expect(await household.text(SAM, 'add nightjar season 1')).toBe(
    "Nightjar S1 is wanted, but not here yet. S2-3 aren't here. Want me to add them? Reply YES.",
  )
  expect(searchesOf(household)).toEqual([])
})

test('seasons that somebody else does not want are added beside theirs', async () => {
  const household = await startHousehold({ shows: [THREE] })
  addBeside(household, [1])

  expect(await household.text(SAM, 'add nightjar seasons 1-2')).toBe(
    'Added Nightjar (2020), season 2. Searching for it now.',
  )
  expect(searchesOf(household)).toEqual(seasonSearches(household, THREE.tvdbId, [2]))
  expect(monitoredOf(household, THREE.tvdbId).seasons).toEqual([1, 2])
})

/** Has somebody else's add of these seasons arrive just before ours. */
function addBeside({ sonarr }: Household, wanted: readonly number[]) {
  sonarr.intercept = ({ method, path }) => {
    if (method === 'POST' && path === '/api/v3/series') {
      const seasons = [1, 2, 3].map((seasonNumber) => ({
        seasonNumber,
        monitored: wanted.includes(seasonNumber),
      }))
      sonarr.put(THREE, { seasons, monitorNewItems: 'none' })
    }
    return 'pass'
  }
}

test('an add that did not arrive is not said to have worked', async () => {
  const household = await startHousehold()
  household.sonarr.intercept = ({ method, path }) =>
    method === 'POST' && path === '/api/v3/series' ? 'drop' : 'pass'

  expect(await household.text(SAM, 'add fargo season 2')).toBe(
    'Sonarr stopped answering while I added Fargo (2014). Please ask again in a while.',
  )
  expect(household.sql('select state from media_requests')).toEqual([{ state: 'failed' }])
})

test('a season that is wanted and whose search is lost is not said to be searched for', async () => {
  const household = await startHousehold()
  household.sonarr.intercept = ({ path }) => (path === '/api/v3/command' ? 'drop' : 'pass')

  expect(await household.text(SAM, 'add the bear')).toBe(
    'The Bear S3-4 are already wanted, but Sonarr stopped answering before the search. Please ask again in a while.',
  )
})

test.for([
  ['Fargo', '2', TVDB.fargo, 'Added Fargo (2014), season 2. Searching for it now.', [2]],
  [
    'The Bear',
    null,
    TVDB.bear,
    'Added The Bear (2022), seasons 3 and 4. Searching for them now.',
    [1, 2, 3, 4],
  ],
  ['Chernobyl', null, TVDB.chernobyl, 'Chernobyl (2019) is already here.', [1]],
  [
    'Severance',
    null,
    TVDB.severance,
    'Severance S1-2 are here. S3 is coming Thu 26 Nov.',
    [1, 2, 3],
  ],
] as const)(
  'an add of %j %s that was begun before is told as it came out: %s',
  async ([title, seasons, tvdbId, reply, monitored]) => {
    const { model } = scriptedModel(calls(['add', { title, kind: 'show', seasons }]))
    const household = await startHousehold({ model })
    const sid = `SM${'1'.repeat(32)}`
    household.sql(
      `insert into media_requests (service, external_id, title, year, sid, call_id, user_id, state, created_at, updated_at)
       select 'sonarr', ?, ?, 2014, ?, 'call_1', id, 'started', 0, 0 from users where phone = ?`,
      tvdbId,
      title,
      sid,
      SAM,
    )

    await household.deliver(SAM, 'add it', { sid })
    await household.settled()

    expect(household.sentTo(SAM)).toEqual([reply])
    expect(monitoredOf(household, tvdbId).seasons).toEqual(monitored)
  },
)
