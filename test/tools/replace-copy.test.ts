import { expect, test } from 'vitest'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { calls, scriptedModel } from '../helpers/scripted-model.ts'

const MINUTE = 60_000
const DUNE = 438631
const DUNE_1984 = 841
const COMPLAINT = 'the sound is off in dune'
const ASKED =
  'Delete this copy of Dune (2021), 22 GB, block it and find another? Reply YES 7305, or NO to keep it.'
const DONE = 'Deleted that copy of Dune (2021) (22 GB) and blocked it. Searching for another.'
const UNCLEAR =
  "Radarr stopped answering, so I can't tell yet what became of Dune (2021). I'll keep looking and text you."

const start = (model?: Parameters<typeof startHousehold>[0]) =>
  startHousehold({ codes: [7305, 7306], ...model })

interface Call {
  method: string
  path: string
}

const isDelete = ({ method, path }: Call) => method === 'DELETE' && path.includes('/moviefile/')
const isBlock = ({ path }: Call) => path.includes('/history/failed/')
const isSearch = ({ method, path }: Call) => method === 'POST' && path === '/api/v3/command'

/** What was done to the film: its file deleted, its grab blocked, how often. */
function doneTo({ radarr }: Household) {
  const ofDune = radarr.history.filter(({ movieId }) => movieId === radarr.find(DUNE)?.id)
  return {
    isHere: (radarr.find(DUNE)?.sizeBytes ?? 0) > 0,
    blocked: ofDune.filter(({ eventType }) => eventType === 'downloadFailed').length,
    hasSearched: radarr.requests.some((call) => isSearch(call) && call.answer),
  }
}

const UNTOUCHED = { isHere: true, blocked: 0, hasSearched: false }
const REPLACED = { isHere: false, blocked: 1, hasSearched: true }

test('A bad copy', async () => {
  const household = await start()

  expect(await household.text(SAM, COMPLAINT)).toBe(ASKED)
  expect(doneTo(household)).toEqual(UNTOUCHED)
  expect(await household.text(SAM, 'YES 7305')).toBe(DONE)
  expect(doneTo(household)).toEqual(REPLACED)
  expect(await household.text(SAM, 'YES 7305')).toBe('That copy of Dune (2021) is already gone.')
  expect(await household.text(SAM, 'is dune in')).toBe('Dune (2021) is wanted, but not here yet.')
  expect(household.radarr.requests.filter(isDelete)).toHaveLength(1)
})

test('a language model names the title alone', async () => {
  const { model } = scriptedModel(calls(['replace_copy', { title: 'Dune', fileId: 9, grabId: 3 }]))
  const household = await start({ model })

  expect(await household.text(SAM, COMPLAINT)).toBe(ASKED)
  expect(await household.text(SAM, 'YES 7305')).toBe(DONE)
})

test('the copy is deleted before it is blocked, and searched for last', async () => {
  const household = await start()
  await household.text(SAM, COMPLAINT)
  await household.text(SAM, 'YES 7305')

  const changes = household.radarr.requests.filter(({ method }) => method !== 'GET')
  expect(changes.map(({ method, path }) => `${method} ${path.replaceAll(/\d+$/g, 'N')}`)).toEqual([
    'DELETE /api/v3/moviefile/N',
    'POST /api/v3/history/failed/N',
    'POST /api/v3/command',
  ])
})

test('a member is not even asked', async () => {
  const household = await start()

  expect(await household.text(KIM, COMPLAINT)).toBe('Replacing a copy is for admins here.')
  expect(household.sql('select * from pending_actions')).toEqual([])
})

test.for([
  ['yes', 'This deletes a file, so I need the number too: YES 7305, or NO to keep it.'],
  ['YES 1111', "That's not the number. Reply YES 7305, or NO to keep it."],
  ['no', 'OK, this copy of Dune (2021) stays.'],
] as const)('%j deletes nothing', async ([answer, reply]) => {
  const household = await start()
  await household.text(SAM, COMPLAINT)

  expect(await household.text(SAM, answer)).toBe(reply)
  expect(doneTo(household)).toEqual(UNTOUCHED)
})

test('a lapsed question says how to be asked again, and that works', async () => {
  const household = await start()
  await household.text(SAM, COMPLAINT)
  household.advance(11 * MINUTE)

  expect(await household.text(SAM, 'YES 7305')).toBe(
    'That question has lapsed and nothing was deleted. Text "fix Dune" to be asked again.',
  )
  expect(await household.text(SAM, 'fix Dune')).toBe(ASKED.replace('7305', '7306'))
})

test('two yeses at once delete it once', async () => {
  const household = await start()
  await household.text(SAM, COMPLAINT)

  await Promise.all([household.deliver(SAM, 'YES 7305'), household.deliver(SAM, 'YES 7305')])
  await household.settled()

  expect(household.sentTo(SAM).slice(1)).toEqual([
    DONE,
    'That copy of Dune (2021) is already gone.',
  ])
  expect(household.radarr.requests.filter(isDelete)).toHaveLength(1)
})

test('a role that was taken away meanwhile ends it', async () => {
  const household = await start()
  await household.text(SAM, COMPLAINT)
  household.sql("update users set role = 'member' where name = 'Sam'")

  expect(await household.text(SAM, 'YES 7305')).toBe('Replacing a copy is for admins here.')
  expect(doneTo(household)).toEqual(UNTOUCHED)
})

test('a file that was replaced meanwhile is left alone', async () => {
  const household = await start()
  await household.text(SAM, COMPLAINT)
  const dune = household.radarr.find(DUNE)
  if (dune) dune.fileId = 999

  expect(await household.text(SAM, 'YES 7305')).toBe('That copy of Dune (2021) is already gone.')
  expect(doneTo(household)).toEqual(UNTOUCHED)
})

test('a file that grew meanwhile is asked about anew', async () => {
  const household = await start()
  await household.text(SAM, COMPLAINT)
  const dune = household.radarr.find(DUNE)
  if (dune) dune.sizeBytes = 30e9

  expect(await household.text(SAM, 'YES 7305')).toBe(
    'Dune (2021) has changed since I asked. Delete this copy of Dune (2021), 30 GB, block it and find another? Reply YES 7306, or NO to keep it.',
  )
  expect(doneTo(household)).toEqual(UNTOUCHED)
})

test('a film that was removed meanwhile is told', async () => {
  const household = await start()
  await household.text(SAM, COMPLAINT)
  household.radarr.library.delete(household.radarr.find(DUNE)?.id ?? 0)

  expect(await household.text(SAM, 'YES 7305')).toBe('That copy of Dune (2021) is already gone.')
})

test.for([
  ['fix the brutalist', "The Brutalist (2024) isn't here, so there is no copy to replace."],
  ['fix alien', 'There is no "alien" here to replace.'],
  ['the sound is off in severance', "I can only replace films' copies so far."],
] as const)('%j is answered %j', async ([text, reply]) => {
  const household = await start()

  expect(await household.text(SAM, text)).toBe(reply)
})

test('of several that are meant one is chosen from a list', async () => {
  const household = await start()
  const older = household.radarr.films.find(({ tmdbId }) => tmdbId === DUNE_1984)
  if (older) household.radarr.put(older, { sizeBytes: 8e9 })

  expect(await household.text(SAM, COMPLAINT)).toBe(
    'Which one? Reply a number.\n1 Dune (2021) - here\n2 Dune (1984) - here',
  )
  expect(await household.text(SAM, '1')).toBe(ASKED)
  expect(await household.text(SAM, COMPLAINT)).toBe(
    'Dune (2021) - here\nDune (1984) - here\nWhich one? Text "fix" with its title and year.',
  )
})

test('a copy that Radarr did not grab is said to be unblockable', async () => {
  const household = await start()
  household.radarr.history.length = 0

  expect(await household.text(SAM, COMPLAINT)).toBe(
    "Delete this copy of Dune (2021), 22 GB, and find another? I can't block it, so the same one may come again. Reply YES 7305, or NO to keep it.",
  )
  expect(await household.text(SAM, 'YES 7305')).toBe(
    'Deleted that copy of Dune (2021) (22 GB). Searching for another.',
  )
})

test('a film that Radarr stopped wanting with its file is wanted again', async () => {
  const household = await start()
  await household.text(SAM, COMPLAINT)
  household.radarr.intercept = (request) => {
    const dune = household.radarr.find(DUNE)
    if (isDelete(request) && dune) dune.monitored = false
    return 'pass'
  }

  expect(await household.text(SAM, 'YES 7305')).toBe(DONE)
  expect(household.radarr.find(DUNE)?.monitored).toBe(true)
})

test('where blocking fails for good another copy is searched for all the same', async () => {
  const household = await start()
  await household.text(SAM, COMPLAINT)
  household.radarr.intercept = (request) => (isBlock(request) ? { status: 500 } : 'pass')

  expect(await household.text(SAM, 'YES 7305')).toBe(
    "Deleted that copy of Dune (2021) (22 GB), but couldn't block it. Searching for another.",
  )
  expect(doneTo(household)).toEqual({ ...REPLACED, blocked: 0 })
})

test.for([
  ['the deletion', isDelete],
  ['the blocking', isBlock],
] as const)('an answer about %s that is lost changes nothing', async ([, isIt]) => {
  const household = await start()
  await household.text(SAM, COMPLAINT)
  household.radarr.intercept = (request) => (isIt(request) ? 'act-then-drop' : 'pass')

  expect(await household.text(SAM, 'YES 7305')).toBe(DONE)
  expect(doneTo(household)).toEqual(REPLACED)
  expect(household.radarr.requests.filter(isDelete)).toHaveLength(1)
  expect(household.radarr.requests.filter(isBlock)).toHaveLength(1)
})

test('an answer about the search that is lost is asked for once more', async () => {
  const household = await start()
  await household.text(SAM, COMPLAINT)
  let searches = 0
  household.radarr.intercept = (request) =>
    isSearch(request) && ++searches === 1 ? 'act-then-drop' : 'pass'

  expect(await household.text(SAM, 'YES 7305')).toBe(DONE)
})

test.for([
  ['the deletion', isDelete],
  ['the blocking', isBlock],
  ['the search', isSearch],
] as const)('a Radarr that goes down at %s is looked into until all is done', async ([, isIt]) => {
  const household = await start()
  await household.text(SAM, COMPLAINT)
  let isDown = false
  household.radarr.intercept = (request) => {
    const fault = isDown ? 'drop' : isIt(request) ? 'act-then-drop' : 'pass'
    isDown ||= fault !== 'pass'
    return fault
  }

  expect(await household.text(SAM, 'YES 7305')).toBe(UNCLEAR)
  household.radarr.intercept = () => 'pass'
  household.advance(MINUTE)
  await household.told(SAM, DONE)

  expect(doneTo(household)).toEqual(REPLACED)
  expect(household.radarr.requests.filter((call) => isDelete(call) && call.answer)).toHaveLength(1)
})

test('what could not be finished for an hour is told as far as it is known', async () => {
  const household = await start()
  await household.text(SAM, COMPLAINT)
  household.radarr.intercept = (request) => (isSearch(request) ? 'drop' : 'pass')
  await household.text(SAM, 'YES 7305')

  household.advance(61 * MINUTE)
  await household.told(
    SAM,
    'Deleted that copy of Dune (2021) (22 GB), but I can\'t tell whether it is blocked. Text "add Dune (2021)" to search for another.',
  )

  expect(household.sql('select state from pending_actions')).toEqual([{ state: 'done' }])
})

test('a deletion that Radarr refuses leaves everything as it is', async () => {
  const household = await start()
  await household.text(SAM, COMPLAINT)
  household.radarr.intercept = (request) => (isDelete(request) ? { status: 409 } : 'pass')

  expect(await household.text(SAM, 'YES 7305')).toBe(
    'Radarr said no to that. An admin can see why in its log.',
  )
  expect(doneTo(household)).toEqual(UNTOUCHED)
})
