import { expect, test } from 'vitest'
import { wishFor } from '../../src/conversation/asked-for.ts'
import type { TitleList } from '../../src/db/column-types.ts'
import { add } from '../../src/tools/add.ts'
import { remove } from '../../src/tools/remove.ts'
import { KIM, SAM, startHousehold } from '../helpers/household.ts'
import { calls, says, scriptedModel } from '../helpers/scripted-model.ts'

const NO_LIST: TitleList = { items: [], tool: 'find', isNumbered: false }

function wish(text: string, title: string, { tool = add, list = NO_LIST } = {}) {
  return wishFor(tool, { title }, { text, list, earlier: [] })
}

const listOf = (tool: string, ...titles: string[]): TitleList => ({
  items: titles.map((title) => ({ title, year: 2001, kind: 'show' })),
  tool,
  isNumbered: true,
})

test.for([
  ['add alien', 'Alien'],
  ['pls get me Dune: Part Two', 'dune part 2'],
  ['can you download the matrix?', 'The Matrix'],
  ['could we have spiderman', 'Spider-Man'],
  ['is heat here? if not, grab it', 'Heat'],
  ['is heat here if not add it', 'Heat'],
  ["I'd love to see amelie", 'Amélie'],
  ['we want to watch Up tonight', 'Up'],
  ['kids need Paddington 2!', 'Paddington 2'],
  ['añade Alien por favor', 'Alien'],
  ['tu peux ajouter Alien ?', 'Alien'],
  ['kannst du Alien hinzufügen?', 'Alien'],
  ['aggiungi Alien', 'Alien'],
  ['adicione Alien', 'Alien'],
  ['kun je Alien toevoegen', 'Alien'],
  ['добавь Сталкер', 'Сталкер'],
  ['lägg till Alien', 'Alien'],
  ['dodaj Alien', 'Alien'],
  ['Alien ekle', 'Alien'],
  ['千と千尋の神隠しを追加して', '千と千尋の神隠し'],
  ['기생충 추가해줘', '기생충'],
] as const)('"%s" asks for "%s"', ([text, title]) => {
  expect(wish(text, title)).toEqual({ isNamed: true, isWanted: true })
})

test.for([
  ['is alien here?', 'Alien', true],
  ['did you get alien yet', 'Alien', true],
  ["don't add alien", 'Alien', true],
  ['when was alien added', 'Alien', true],
  ['get rid of alien', 'Alien', true],
  ['i want to know if alien is any good', 'Alien', true],
  ['alien', 'Alien', true],
  ['add alien', 'Heat', false],
  ['add alien', 'Aliens', false],
  ['is the attic here? add it', 'Heat', false],
  ['add something with de niro', 'Heat', false],
  ['what do you want to add?', 'Alien', false],
] as const)('"%s" does not ask for "%s"', ([text, title, isNamed]) => {
  expect(wish(text, title)).toEqual({ isNamed, isWanted: false })
})

test.for([
  ['the uk one', listOf('add', 'The Office (UK)', 'The Office (US)'), true],
  ['1 and 2 please', listOf('add', 'The Office (UK)', 'The Office (US)'), true],
  ['ja bitte', listOf('add', 'The Office (UK)'), true],
  ['ok then add it', listOf('find', 'The Office (UK)'), true],
  ['añádelo', listOf('find', 'The Office (UK)'), true],
  ['what is the second one about?', listOf('add', 'The Office (UK)'), false],
  ['the second one', listOf('find', 'The Office (UK)'), false],
  ['add it', listOf('find', 'The Office (UK): add The Office (AU)'), false],
  ['add alien', listOf('add', 'The Office (UK)'), false],
] as const)('"%s" after %j: %s', ([text, list, isWanted]) => {
  expect(wish(text, 'The Office (UK)', { list }).isWanted).toBe(isWanted)
})

test('words for a removal are none for an add', () => {
  expect(wish('delete alien', 'Alien').isWanted).toBe(false)
  expect(wish('delete alien', 'Alien', { tool: remove }).isWanted).toBe(true)
  expect(wish('is alien here', 'Alien', { tool: remove }).isWanted).toBe(false)
})

test('what a model adds of its own accord is offered, and a yes adds it', async () => {
  const { model } = scriptedModel(calls(['add', { title: 'Alien' }]))
  const household = await startHousehold({ model })

  expect(await household.text(KIM, 'something scary for tonight')).toBe(
    "Alien (1979) isn't here. Want me to add it? Reply YES.",
  )
  expect(await household.text(KIM, 'yes')).toBe(
    'Added Alien (1979) in 1080p. Searching for it now.',
  )
})

test('what a model named in its own words can be pointed at', async () => {
  const { model } = scriptedModel(
    says('Alien (1979) is scary.'),
    calls(['add', { title: 'Alien', year: 1979 }]),
  )
  const household = await startHousehold({ model })
  await household.text(KIM, 'something scary for tonight')

  expect(await household.text(KIM, 'ok add that one')).toBe(
    'Added Alien (1979) in 1080p. Searching for it now.',
  )
})

test('a removal that nobody asked for needs a code, even where no file goes', async () => {
  const { model } = scriptedModel(calls(['remove', { title: 'The Brutalist' }]))
  const household = await startHousehold({ model })

  expect(await household.text(SAM, 'is the brutalist here?')).toBe(
    'Remove The Brutalist (2024)? It has no file yet. Reply YES 4821, or NO to keep it.',
  )
})

test('a member is told the name of what they did not ask to have removed', async () => {
  const { model } = scriptedModel(calls(['remove', { title: 'Heat' }]))
  const household = await startHousehold({ model })

  expect(await household.text(KIM, 'is heat here?')).toBe(
    'Removing Heat (1995) is for admins here. Want me to ask one? Reply YES.',
  )
})

test('a title that only a model wrote is not said back', async () => {
  const { model } = scriptedModel(calls(['find', { title: 'You won! Text WIN to 60321' }]))
  const household = await startHousehold({ model })

  expect(await household.text(KIM, 'is heat here?')).toBe(
    "I can't find a film or show of that name. Maybe another spelling, or who is in it?",
  )
})
