import { expect, test } from 'vitest'
import type { Show } from '../../src/demo/shows.ts'
import { type Household, SAM, startHousehold } from '../helpers/household.ts'
import { calls, says, scriptedModel } from '../helpers/scripted-model.ts'
import { aired, NIGHTJAR } from '../helpers/shows.ts'

const DAY_MS = 24 * 60 * 60_000
const LIST =
  'Which one? Reply a number.\n1 The Office (US) (2005) - here\n2 The Office (UK) (2001) - not here\n3 The Office (AU) (2024) - not here'
const US = 'The Office (US) (2005) is already here.'
const UK = 'Added The Office (UK) (2001), both seasons. Searching for it now.'
const AU = 'Added The Office (AU) (2024). Searching for it now.'

/** The list comes from a model's call; what is chosen from it must not need the model again. */
async function startWithList() {
  const { model, requests } = scriptedModel(
    calls(['add', { title: 'The Office' }]),
    says('Any time.'),
    says('Which title?'),
  )
  const household = await startHousehold({ model })
  expect(await household.text(SAM, 'add the office')).toBe(LIST)
  return { household, requests }
}

test.for([
  ['1', US],
  ['2', UK],
  ['2.', UK],
  ['#2', UK],
  ['number 2 please', UK],
  ['the second one', UK],
  ['ok the 2nd', UK],
  ['the last one', AU],
  ['and the third too', AU],
  ['also 3', AU],
] as const)('%j chooses without a model', async ([text, reply]) => {
  const { household, requests } = await startWithList()

  expect(await household.text(SAM, text)).toBe(reply)
  expect(requests).toHaveLength(1)
})

test.for(['4', 'that one too', 'it', 'the fifth one', 'the uk one'])(
  '%j is left to the model',
  async (text) => {
    const { household, requests } = await startWithList()

    expect(await household.text(SAM, text)).toBe('Any time.')
    expect(requests).toHaveLength(2)
  },
)

test('one more of the list can be had after the first', async () => {
  const { household } = await startWithList()

  expect(await household.text(SAM, '2')).toBe(UK)
  expect(await household.text(SAM, 'the last one too')).toBe(AU)
})

test('a list outlives other talk and a restart', async () => {
  const { household } = await startWithList()
  expect(await household.text(SAM, 'thanks!')).toBe('Any time.')
  await household.restart()

  expect(await household.text(SAM, '2')).toBe(UK)
})

test('after a day nothing can be chosen from a list', async () => {
  const { household, requests } = await startWithList()
  await household.text(SAM, 'thanks!')
  household.advance(DAY_MS)

  expect(await household.text(SAM, 'the second one')).toBe('Which title?')
  expect(requests).toHaveLength(3)
})

test('the one that was just offered is meant by "that one too"', async () => {
  const { model } = scriptedModel(calls(['find', { title: 'Alien' }]))
  const household = await startHousehold({ model })
  expect(await household.text(SAM, 'is alien in')).toBe(
    "Alien (1979) isn't here. Want me to add it? Reply YES.",
  )

  expect(await household.text(SAM, 'that one too')).toBe(
    'Added Alien (1979) in 1080p. Searching for it now.',
  )
})

test('a number after another question is not taken for a choice, and the question stays', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'add the office')
  await household.text(SAM, 'delete heat')

  expect(await household.text(SAM, '2')).toBe("The Office (UK) (2001) isn't here.")
  expect(await household.text(SAM, 'YES 4821')).toBe('Removed Heat (1995) and its file (14 GB).')
})

test('a number means no list that was still to come when it was texted', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'add the office')
  const release = household.holdRadarr()
  await household.deliver(SAM, 'add dune part')
  await household.deliver(SAM, '2')
  release()
  await household.settled()

  expect(changesOf(household)).toEqual([])
})

test('a number means no list that Twilio refused to bring', async () => {
  const household = await startHousehold()
  household.twilio.intercept = ({ method }) =>
    method === 'POST' ? { status: 400, body: { code: 30006, message: 'Landline' } } : 'pass'
  await household.text(SAM, 'add dune part')
  household.twilio.intercept = () => 'pass'

  await household.text(SAM, '2')

  expect(changesOf(household)).toEqual([])
})

test('a number means no list that was shown on another channel', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'add the office')

  await household.text(`whatsapp:${SAM}`, '2')

  expect(changesOf(household)).toEqual([])
})

test.for([
  ['is tenet in?', 'no', 'ok that one'],
  ['find dune part two', 'no', 'remove the brutalist', 'yes that one'],
])('what was declined is not taken by pointing later: %j', async (texts) => {
  const household = await startHousehold()
  for (const text of texts) await household.text(SAM, text)

  expect(changesOf(household)).toEqual([])
})

test('a choice made after other talk keeps the seasons that were asked for', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'add the office season 1')
  await household.text(SAM, 'thanks')

  expect(await household.text(SAM, '2')).toBe(
    'Added The Office (UK) (2001), season 1. Searching for it now.',
  )
})

test('titles that were not numbered are not chosen by number', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'what films do you have')

  expect(await household.text(SAM, 'add 9')).toMatch(/called "9"/)
})

test('a model that puts a list in words of its own leaves nothing to choose from', async () => {
  const { model } = scriptedModel(
    calls(['add', { title: 'The Office', read_first: true }]),
    says('Which office: 1 the British one, 2 the American one?'),
    says('The American one, then.'),
  )
  const household = await startHousehold({ model })
  await household.text(SAM, 'add the office')

  expect(await household.text(SAM, '2')).toBe('The American one, then.')
  expect(changesOf(household)).toEqual([])
})

test('a number of a list of removals asks before it removes', async () => {
  const heat: Show = { ...NIGHTJAR, title: 'Heat', seasons: [aired(3)], here: [1] }
  const household = await startHousehold({ shows: [heat] })
  await household.text(SAM, 'delete heat')

  expect(await household.text(SAM, '1')).toBe(
    'Remove Heat (1995) and delete its file, 14 GB? Reply YES 4821, or NO to keep it.',
  )
  expect(household.radarr.find(949)).toBeDefined()
})

test.for([
  ['1917', '1917 (2019) is here.'],
  ['24', '24 (2020) is here.'],
] as const)('the title %j is no number of a list', async ([text, reply]) => {
  const shows: Show[] = [{ ...NIGHTJAR, title: '24', seasons: [aired(24)], here: [1] }]
  const household = await startHousehold({ shows })
  await household.text(SAM, 'add dune')

  expect(await household.text(SAM, text)).toBe(reply)
})

/** What was asked of Radarr and Sonarr that is more than a look. */
function changesOf({ radarr, sonarr }: Household): string[] {
  return [...radarr.requests, ...sonarr.requests]
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path}`)
}
