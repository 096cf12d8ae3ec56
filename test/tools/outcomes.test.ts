import { expect, test } from 'vitest'
import { SAM, startHousehold } from '../helpers/household.ts'
import { calls, says, scriptedModel } from '../helpers/scripted-model.ts'
import { kept, TVDB } from '../helpers/shows.ts'

const CALLS: ReadonlyArray<[tool: string, args: object]> = [
  ['find', { title: 'Fargo' }],
  ['find', { title: 'Andor' }],
  ['find', { title: 'Alien' }],
  ['add', { title: 'The Office' }],
  ['add', { title: 'Fargo', kind: 'show', seasons: [2] }],
  ['downloading', {}],
  ['coming', {}],
  ['library', {}],
  ['help', {}],
]

test.for(CALLS)('what a model reads of %s %j names titles and no ids', async ([tool, args]) => {
  const { model } = scriptedModel(
    calls([tool, { ...args, read_first: true }]),
    says('There you are.'),
  )
  const household = await startHousehold({ model })

  await household.text(SAM, 'hello there')

  const results = household.sql("select content from messages where role = 'tool'")
  expect(results).toHaveLength(1)
  expect(JSON.stringify(results)).not.toMatch(/\d{5,}|tvdb|tmdb|_id|\bid\b/i)
  expect(household.sentTo(SAM)).toHaveLength(1)
})

test('a model that reads first writes the reply itself', async () => {
  const { model, requests } = scriptedModel(
    calls(['find', { title: 'Andor', kind: 'TV series', read_first: true }]),
    says('Andor S2 is at 43%.'),
  )
  const household = await startHousehold({ model })

  expect(await household.text(SAM, 'how is andor doing')).toBe('Andor S2 is at 43%.')
  expect(requests[1]?.messages.at(-1)?.content).toBe(
    '"Andor S2 is downloading: 43%, about 20 min left. S1 is here."',
  )
})

test.for([
  ['movie', "Fargo (1996) isn't here. Want me to add it? Reply YES."],
  ['tv', "Fargo (2014) isn't here. Want me to add it? Reply YES."],
  ['series', "Fargo (2014) isn't here. Want me to add it? Reply YES."],
] as const)('a model may say %j', async ([kind, reply]) => {
  const { model } = scriptedModel(calls(['find', { title: 'Fargo', kind }]))
  const household = await startHousehold({ model })

  expect(await household.text(SAM, 'fargo')).toBe(reply)
})

test('the latest season is the last that is known', async () => {
  const { model } = scriptedModel(calls(['add', { title: 'Fargo', seasons: 'latest' }]))
  const household = await startHousehold({ model })

  expect(await household.text(SAM, 'get the latest fargo')).toBe(
    'Added Fargo (2014), season 5. Searching for it now.',
  )
  expect(kept(household, TVDB.fargo).monitorNewItems).toBe('none')
})

const NO_FILMS = { RADARR_URL: '', RADARR_API_KEY: '' }
const NO_SHOWS = { SONARR_URL: '', SONARR_API_KEY: '' }
const NOTHING = "Nothing is set up here yet, so I can't look anything up."

test.for([
  ['find andor', NO_FILMS, 'Andor S2 is downloading'],
  ['add fargo', NO_FILMS, 'Added Fargo (2014), all 5 seasons. Searching for it now.'],
  ['the film fargo', NO_FILMS, "Films aren't set up here, only shows."],
  ['downloads', NO_FILMS, 'Andor S2E1-3 is downloading'],
  ['coming', NO_FILMS, 'This week: Sun Andor S2E4, Thu Severance S3E1.'],
  ['what do you have', NO_FILMS, '13 shows here: Andor (2022)'],
  ['list films', NO_FILMS, "Films aren't set up here, only shows."],
  ['delete andor', NO_FILMS, 'Remove Andor (2022) and delete its 12 files, 18 GB?'],
  ['find heat', NO_SHOWS, 'Heat (1995) is here.'],
  ['find andor', NO_SHOWS, 'I can\'t find a film called "andor", and shows aren\'t set up here.'],
  ['add fargo season 2', NO_SHOWS, "Shows aren't set up here, only films."],
  ['downloads', NO_SHOWS, 'Nothing is downloading right now.'],
  ['coming', NO_SHOWS, 'This week: Tue Mickey 17 (digital).'],
  ['what do you have', NO_SHOWS, '18 films here: 1917 (2019)'],
  ['find heat', { ...NO_FILMS, ...NO_SHOWS }, NOTHING],
  ['add heat', { ...NO_FILMS, ...NO_SHOWS }, NOTHING],
  ['delete heat', { ...NO_FILMS, ...NO_SHOWS }, NOTHING],
  ['downloads', { ...NO_FILMS, ...NO_SHOWS }, NOTHING],
  ['coming', { ...NO_FILMS, ...NO_SHOWS }, NOTHING],
  ['what do you have', { ...NO_FILMS, ...NO_SHOWS }, NOTHING],
] as const)('%j without %j is answered %j', async ([text, env, beginning]) => {
  const household = await startHousehold({ env })

  expect(await household.text(SAM, text)).toContain(beginning)
})
