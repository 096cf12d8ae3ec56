import { expect, test } from 'vitest'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { calls, scriptedModel } from '../helpers/scripted-model.ts'
import { aired, kept, NIGHTJAR, TVDB } from '../helpers/shows.ts'

const ASKED =
  'Remove Chernobyl (2019) and delete its 5 files, 7.5 GB? Reply YES 4821, or NO to keep it.'

const deletesOf = ({ sonarr }: Household) =>
  sonarr.requests
    .filter(({ method }) => method === 'DELETE')
    .map(({ path }) => new URL(path, 'http://sonarr').searchParams.get('deleteFiles'))

function keepingModel() {
  return scriptedModel(calls(['remove', { title: 'Chernobyl', keep_files: true }])).model
}

test('a show is removed with its files once the code is there', async () => {
  const household = await startHousehold()

  expect(await household.text(SAM, 'delete chernobyl')).toBe(ASKED)
  expect(await household.text(SAM, 'yes')).toBe(
    'This deletes files, so I need the number too: YES 4821, or NO to keep it.',
  )
  expect(deletesOf(household)).toEqual([])
  expect(await household.text(SAM, 'YES 4821')).toBe(
    'Removed Chernobyl (2019) and its 5 files (7.5 GB).',
  )
  expect(deletesOf(household)).toEqual(['true'])
  expect(household.sonarr.find(TVDB.chernobyl)).toBeUndefined()
})

test('a show without files needs no code', async () => {
  const show = { ...NIGHTJAR, seasons: [aired(3)] }
  const household = await startHousehold({ shows: [show] })
  household.sonarr.put(show)

  expect(await household.text(SAM, 'delete nightjar')).toBe(
    'Remove Nightjar (2020)? It has no file yet. Reply YES, or NO to keep it.',
  )
  expect(await household.text(SAM, 'yes')).toBe('Removed Nightjar (2020).')
  expect(deletesOf(household)).toEqual(['false'])
})

test('files that are to be kept stay, and that needs the code all the same', async () => {
  const household = await startHousehold({ model: keepingModel() })

  expect(await household.text(SAM, 'remove chernobyl but keep the files')).toBe(
    'Remove Chernobyl (2019) from the list and keep its 5 files, 7.5 GB? Reply YES 4821, or NO to keep it.',
  )
  expect(await household.text(SAM, 'YES 4821')).toBe(
    'Removed Chernobyl (2019); kept its 5 files (7.5 GB).',
  )
  expect(deletesOf(household)).toEqual(['false'])
})

const KEEPS = 'Remove Chernobyl (2019) from the list and keep its 5 files, 7.5 GB?'
const DELETES = 'Remove Chernobyl (2019) and delete its 5 files, 7.5 GB?'

test.for([
  ['true', KEEPS],
  [' True ', KEEPS],
  ['false', DELETES],
  [false, DELETES],
  [null, DELETES],
])('a model that says %j of the files to be kept is understood', async ([keepFiles, question]) => {
  const { model } = scriptedModel(calls(['remove', { title: 'Chernobyl', keep_files: keepFiles }]))
  const household = await startHousehold({ model })

  expect(await household.text(SAM, 'remove chernobyl')).toContain(question)
})

test.for(['yes', 'keep', '', 1, ['true']])(
  'a model that says %j of the files to be kept is asked again, and nobody is asked to delete them',
  async (keepFiles) => {
    const { model, requests } = scriptedModel(
      calls(['remove', { title: 'Chernobyl', keep_files: keepFiles }]),
      calls(['remove', { title: 'Chernobyl', keep_files: true }]),
    )
    const household = await startHousehold({ model })

    expect(await household.text(SAM, 'remove chernobyl, keep the files')).toContain(KEEPS)
    expect(requests[1]?.messages.at(-1)?.content).toMatch(/do not fit.*boolean.*keep_files/s)
  },
)

const ONLY_WHOLE =
  'I can only remove all of Chernobyl (2019), not single seasons. Text "delete chernobyl" for that.'

test.for([
  ['delete chernobyl season 1', ONLY_WHOLE],
  ['remove season 2 of chernobyl', ONLY_WHOLE],
  ['delete all seasons of chernobyl', ASKED],
  ['delete heat season 2', 'There is no "heat" here to remove.'],
] as const)('%j is answered %j', async ([text, reply]) => {
  const household = await startHousehold()

  expect(await household.text(SAM, text)).toBe(reply)
})

test('a model may name seasons of what is to be removed', async () => {
  const { model } = scriptedModel(calls(['remove', { title: 'Chernobyl', seasons: [1] }]))
  const household = await startHousehold({ model })

  expect(await household.text(SAM, 'get rid of the first season of chernobyl')).toBe(ONLY_WHOLE)
})

test('one file is told as one', async () => {
  const show = { ...NIGHTJAR, seasons: [aired(1)], here: [1] }
  const household = await startHousehold({ shows: [show] })

  expect(await household.text(SAM, 'delete nightjar')).toBe(
    'Remove Nightjar (2020) and delete its file, 1.5 GB? Reply YES 4821, or NO to keep it.',
  )
})

test('a show that has grown in between is asked about anew', async () => {
  const household = await startHousehold({ codes: [4821, 7305] })
  await household.text(SAM, 'delete the bear')
  const next = kept(household, TVDB.bear).episodes.find(({ sizeBytes }) => sizeBytes === 0)
  Object.assign(next ?? {}, { sizeBytes: 1.5e9 })

  const reply = await household.text(SAM, 'YES 4821')

  expect(reply).toContain('Remove The Bear (2022) and delete its 19 files, 29 GB?')
  expect(reply).toContain('YES 7305')
  expect(deletesOf(household)).toEqual([])
})

test('another show under the same number is not removed in its place', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete chernobyl')
  Object.assign(kept(household, TVDB.chernobyl), { show: { ...NIGHTJAR } })

  expect(await household.text(SAM, 'YES 4821')).toBe('Chernobyl (2019) is already gone.')
  expect(deletesOf(household)).toEqual([])
})

test('a show that somebody else removed is gone', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete chernobyl')
  household.sonarr.library.delete(kept(household, TVDB.chernobyl).id)

  expect(await household.text(SAM, 'YES 4821')).toBe('Chernobyl (2019) is already gone.')
})

test('a removal whose answer is lost is looked up', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete chernobyl')
  household.sonarr.intercept = ({ method }) => (method === 'DELETE' ? 'act-then-drop' : 'pass')

  expect(await household.text(SAM, 'YES 4821')).toBe(
    'Removed Chernobyl (2019) and its 5 files (7.5 GB).',
  )
})

test('a member removes nothing', async () => {
  const household = await startHousehold()

  expect(await household.text(KIM, 'delete chernobyl')).toContain('Removing is for admins here.')
  expect(household.sonarr.find(TVDB.chernobyl)).toBeDefined()
})

test('a film and a show of one name are asked about', async () => {
  const show = { ...NIGHTJAR, title: 'Heat', seasons: [aired(3)], here: [1] }
  const household = await startHousehold({ shows: [show] })

  expect(await household.text(SAM, 'delete heat')).toBe(
    'Which one? Reply a number.\n1 Heat (1995) film - here\n2 Heat (2020) show - here',
  )
  expect(await household.text(SAM, '2')).toBe(
    'Remove Heat (2020) and delete its 3 files, 4.5 GB? Reply YES 4821, or NO to keep it.',
  )
})

test.for([
  ['delete alien', 'There is no "alien" here to remove.'],
  ['delete heat 1996', 'There is no "heat (1996)" here to remove.'],
  ['delete fargo the show', 'There is no "fargo" here to remove.'],
] as const)('%j is answered %j', async ([text, reply]) => {
  const household = await startHousehold()

  expect(await household.text(SAM, text)).toBe(reply)
})
