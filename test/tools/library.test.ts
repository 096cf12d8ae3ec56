import { expect, test } from 'vitest'
import { SAM, startHousehold } from '../helpers/household.ts'
import { calls, scriptedModel } from '../helpers/scripted-model.ts'
import { aired, NIGHTJAR } from '../helpers/shows.ts'

test.for([
  [
    "what's new",
    'Newest here: Dune (2021), The Office (US) (2005), Heat (1995), Andor (2022), Memento (2000).',
  ],
  ['list shows', '13 shows here: Andor (2022), Band of Brothers (2001)'],
  ['list films', '18 films here: 1917 (2019), 2001: A Space Odyssey (1968)'],
  ['what do you have', '18 films and 13 shows here: 1917 (2019)'],
] as const)('%j is answered %j', async ([text, beginning]) => {
  const household = await startHousehold()

  expect(await household.text(SAM, text)).toContain(beginning)
})

test('what no text holds is sent with MORE', async () => {
  const household = await startHousehold()

  const first = await household.text(SAM, 'what do you have')
  expect(first).toMatch(/\(Reply MORE\)$/)
  const second = await household.text(SAM, 'more')
  expect(`${first}${second}`).toContain('The Wire (2002)')
})

test.for([
  [{ words: 'dark' }, '1 film here: The Dark Knight (2008).'],
  [{ kind: 'film', words: 'The' }, '"The" doesn\'t narrow it down. 18 films here: 1917 (2019),'],
  [{ newest: 'true', kind: 'film' }, 'Newest here:'],
  [{ words: 'zorba' }, 'Nothing here has "zorba" in its title.'],
  [{ kind: 'tv', words: 'bear' }, '1 show here: The Bear (2022).'],
  [
    { kind: 'movie', newest: true },
    'Newest here: Dune (2021), Heat (1995), Memento (2000), The Prestige (2006), The Dark Knight (2008).',
  ],
] as const)('a model that asks for %j is told %j', async ([args, beginning]) => {
  const { model } = scriptedModel(calls(['library', args]))
  const household = await startHousehold({ model })

  expect(await household.text(SAM, 'what is there with the dark bear zorba')).toContain(beginning)
})

test('an empty library is told so', async () => {
  const household = await startHousehold({
    films: [],
    shows: [{ ...NIGHTJAR, seasons: [aired(2)] }],
  })
  household.sonarr.put(NIGHTJAR)

  expect(await household.text(SAM, 'what do you have')).toBe(
    'There are no films or shows here yet.',
  )
  expect(await household.text(SAM, 'list shows')).toBe('There are no shows here yet.')
})

test('nothing is claimed of what a service keeps that fails', async () => {
  const household = await startHousehold({ films: [] })
  household.sonarr.intercept = () => 'drop'

  expect(await household.text(SAM, 'what do you have')).toBe(
    "There are no films here yet. Sonarr isn't answering, so shows are left out.",
  )
})

test('what a service keeps that works is told beside the other’s failure', async () => {
  const household = await startHousehold({
    shows: [{ ...NIGHTJAR, seasons: [aired(2)], here: [1] }],
  })
  household.radarr.intercept = () => 'drop'

  expect(await household.text(SAM, 'what do you have')).toBe(
    "1 show here: Nightjar (2020). Radarr isn't answering, so films are left out.",
  )
})

test('a number after a long line of names is a title', async () => {
  const household = await startHousehold({
    shows: [{ ...NIGHTJAR, title: '12', seasons: [aired(2)], here: [1] }],
  })
  await household.text(SAM, 'list films')

  expect(await household.text(SAM, '12')).toBe('12 (2020) is here.')
})
