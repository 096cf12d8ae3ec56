import { expect, test } from 'vitest'
import { KIM, SAM, startHousehold, type Household } from '../helpers/household.ts'
import { calls, scriptedModel } from '../helpers/scripted-model.ts'

const MINUTE = 60_000
const BRUTALIST = 549509
const OFFER =
  'The Brutalist (2024) is wanted, but nothing found so far is good enough. Best: 720p, 4 GB. Take it? Reply YES.'
const TAKEN = "Taking the 720p copy of The Brutalist (2024), 4 GB. It's downloading now."

const ask = 'why isnt the brutalist here'
const grabs = ({ radarr }: Household) =>
  radarr.history.filter(({ eventType }) => eventType === 'grabbed').length
const isGrab = ({ method, path }: { method: string; path: string }) =>
  method === 'POST' && path === '/api/v3/release'
const isSearch = ({ method, path }: { method: string; path: string }) =>
  method === 'GET' && path.startsWith('/api/v3/release')

test('Where is it', async () => {
  const household = await startHousehold()
  const before = grabs(household)

  expect(await household.text(SAM, ask)).toBe(OFFER)
  expect(await household.text(SAM, 'yes')).toBe(TAKEN)
  expect(await household.text(SAM, ask)).toBe(
    'The Brutalist (2024) is downloading: 0%, about 30 min left.',
  )
  expect(grabs(household)).toBe(before + 1)
})

test('a language model asks with the title alone, and a member may take it too', async () => {
  const { model, requests } = scriptedModel(calls(['why', { title: 'The Brutalist' }]))
  const household = await startHousehold({ model })

  expect(await household.text(KIM, ask)).toBe(OFFER)
  expect(await household.text(KIM, 'yes')).toBe(TAKEN)

  expect(requests).toHaveLength(1)
  const stored = household.sql('select content, tool_calls from messages')
  expect(JSON.stringify(stored)).not.toContain('indexer')
})

test('a model cannot take a copy by itself, and is not told of the way', async () => {
  const { model, requests } = scriptedModel(
    calls(['take_copy', { guid: 'https://indexer.example/x', indexerId: 1, title: 'Heat' }]),
    calls(['why', { title: 'The Brutalist' }]),
  )
  const household = await startHousehold({ model })

  expect(await household.text(SAM, ask)).toBe(OFFER)

  expect(JSON.stringify(requests[0]?.tools)).not.toContain('take_copy')
  const refused = requests[1]?.messages.at(-1)?.content
  expect(refused).toMatch(/^"There is no tool called \\"take_copy\\"\. There are: find, why, add/)
  expect(refused).not.toMatch(/There are:.*take_copy/)
})

test.for([
  ['why isnt dune here', 'Dune (2021) is here.'],
  ['where is alien', "Alien (1979) isn't here. Want me to add it? Reply YES."],
  ['why isnt mickey 17 here yet', 'Mickey 17 (2025) is coming Tue 24 Nov.'],
  ['where is andor', 'Andor S2 is downloading: 43%, about 20 min left. S1 is here.'],
  [
    'where is the grand zorba',
    'I can\'t find a film or show called "the grand zorba". Maybe another spelling, or who is in it?',
  ],
] as const)('what is not merely wanted is told as find tells it: %j', async ([text, reply]) => {
  const household = await startHousehold()

  expect(await household.text(SAM, text)).toBe(reply)
  expect(household.radarr.requests.filter(isSearch)).toEqual([])
})

test('a copy that the profile allows comes before all others', async () => {
  const household = await startHousehold()
  const [best, ...others] = household.radarr.releases.get(BRUTALIST) ?? []
  const good = { ...best, title: 'Good', rejections: [], sizeBytes: 9e9, guid: 'good' }
  const quality = { id: 7, name: 'Bluray-1080p', resolution: 1080, source: 'bluray' }
  household.radarr.releases.set(BRUTALIST, [...others, { ...good, seeders: 3, quality }])

  expect(await household.text(SAM, ask)).toBe(
    'The Brutalist (2024) is wanted, and there is a good copy: 1080p, 9 GB. Take it? Reply YES.',
  )
})

test.for([
  [0, 'The Brutalist (2024) is wanted, but nobody offers a copy yet.'],
  [1, 'Best: 4K, 61 GB. Take it? Reply YES.'],
  [2, 'Best: 720p, 4 GB. Take it? Reply YES.'],
] as const)('with %d of the releases the best is told', async ([count, ending]) => {
  const household = await startHousehold()
  const all = household.radarr.releases.get(BRUTALIST) ?? []
  household.radarr.releases.set(BRUTALIST, all.slice(0, count))

  expect(await household.text(SAM, ask)).toMatch(
    new RegExp(`${ending.replaceAll(/[.?()]/g, '\\$&')}$`),
  )
})

test('where only a cinema recording and something too fine are found, the fine one is named', async () => {
  const household = await startHousehold()
  const [fine, , recording] = household.radarr.releases.get(BRUTALIST) ?? []
  household.radarr.releases.set(
    BRUTALIST,
    [recording, fine].filter((release) => release !== undefined),
  )

  expect(await household.text(SAM, ask)).toContain('Best: 4K, 61 GB.')
})

test('a blocked copy is not offered again', async () => {
  const household = await startHousehold()
  const { radarr } = household
  const movieId = radarr.find(BRUTALIST)?.id ?? 0
  for (const release of radarr.releases.get(BRUTALIST) ?? []) {
    const { title: sourceTitle } = release
    const date = new Date().toISOString()
    radarr.record({
      movieId,
      sourceTitle,
      date,
      downloadId: 'X',
      eventType: 'downloadFailed',
      data: {},
    })
  }

  expect(await household.text(SAM, ask)).toBe(
    'The Brutalist (2024) is wanted, but nobody offers a copy yet.',
  )
})

test.for([
  ['drops the call', 'drop'],
  ['breaks', { status: 500 }],
  ['says that the search failed', { status: 400, body: { message: 'no indexers' } }],
  ['answers in an unknown shape', { status: 200, body: [{ odd: true }] }],
] as const)('a search in which Radarr %s is told plainly', async ([, fault]) => {
  const household = await startHousehold()
  household.radarr.intercept = (request) => (isSearch(request) ? fault : 'pass')

  expect(await household.text(SAM, ask)).toBe(
    "The Brutalist (2024) is wanted, but I couldn't search for it just now. Please ask again in a while.",
  )
})

test('a copy whose answer was lost is found to have been taken, once', async () => {
  const household = await startHousehold()
  const before = grabs(household)
  household.radarr.intercept = (request) => (isGrab(request) ? 'act-then-drop' : 'pass')
  await household.text(SAM, ask)

  expect(await household.text(SAM, 'yes')).toBe(TAKEN)
  expect(grabs(household)).toBe(before + 1)
})

test('a copy that was not taken is not said to be', async () => {
  const household = await startHousehold()
  household.radarr.intercept = (request) => (isGrab(request) ? 'drop' : 'pass')
  await household.text(SAM, ask)

  expect(await household.text(SAM, 'yes')).toBe(
    'Radarr stopped answering while I took that copy of The Brutalist (2024). Please ask again in a while.',
  )
})

test('what Radarr has forgotten cannot be taken any more', async () => {
  const household = await startHousehold()
  await household.text(SAM, ask)
  household.advance(31 * MINUTE)

  expect(await household.text(SAM, 'yes')).toBe(
    'That copy of The Brutalist (2024) can\'t be had any more. Ask "why isn\'t The Brutalist here" for another.',
  )
})

test('a copy is not taken twice, also where the queue does not know of it yet', async () => {
  const household = await startHousehold()
  const before = grabs(household)
  await household.text(SAM, ask)
  await household.text(KIM, ask)
  await household.text(KIM, 'yes')
  household.radarr.queue.length = 0

  expect(await household.text(SAM, 'yes')).toBe(TAKEN)
  expect(grabs(household)).toBe(before + 1)
})

test.for([
  ['another copy is on its way', 'The Brutalist (2024) is downloading: 60%, about 75 min left.'],
  ['it is here', 'The Brutalist (2024) is already here.'],
  ['it was removed', "The Brutalist (2024) isn't wanted any more."],
] as const)('when by the time of the yes %s, nothing is taken', async ([what, reply]) => {
  const household = await startHousehold()
  const { radarr } = household
  const film = radarr.find(BRUTALIST)
  await household.text(SAM, ask)
  if (what === 'it is here' && film) film.sizeBytes = 9e9
  if (what === 'it was removed') radarr.library.delete(film?.id ?? 0)
  if (what === 'another copy is on its way') {
    radarr.queue.push({
      downloadId: 'OTHER',
      title: 'The.Brutalist.2024.1080p',
      sizeBytes: 10e9,
      leftBytes: 4e9,
      minutesLeft: 75,
      status: 'downloading',
      movieId: film?.id ?? 0,
    })
  }

  expect(await household.text(SAM, 'yes')).toBe(reply)
  expect(radarr.requests.filter(isGrab)).toEqual([])
})

test('no is no', async () => {
  const household = await startHousehold()
  await household.text(SAM, ask)

  expect(await household.text(SAM, 'no')).toBe('OK.')
  expect(household.radarr.requests.filter(isGrab)).toEqual([])
})
