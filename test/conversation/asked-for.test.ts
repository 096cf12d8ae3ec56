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
  ["don't forget to add alien", 'Alien'],
  ["why don't you add alien", 'Alien'],
  ['no problem, add alien', 'Alien'],
  ["I don't care which version but add alien", 'Alien'],
  ["I don't think we have alien, can you add it", 'Alien'],
  ["if it's not here add alien", 'Alien'],
  ["add Don't Look Up", "Don't Look Up"],
  ["don't add Alien, add Tenet instead", 'Tenet'],
  ['add tenet, not alien', 'Tenet'],
  ['we saw alien already, get tenet', 'Tenet'],
  ['what is alien about? and add tenet', 'Tenet'],
  ['add heat, tenet and alien', 'Alien'],
  ['please add: alien', 'Alien'],
  ['alien, can you add', 'Alien'],
  ['is alien here? ok, add it please', 'Alien'],
  ['put alien on the list', 'Alien'],
  ['throw alien in', 'Alien'],
  ['queue alien up', 'Alien'],
  ['do me a favor and add alien', 'Alien'],
  ['how about adding alien', 'Alien'],
  ['add alien and let me know', 'Alien'],
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
  ['I said not to add Alien', 'Alien', true],
  ['stop adding alien', 'Alien', true],
  ["I didn't want Alien", 'Alien', true],
  ["we won't add alien", 'Alien', true],
  ["can't add Alien, too scary", 'Alien', true],
  ['nobody asked you to add alien', 'Alien', true],
  ['cancel the request for alien', 'Alien', true],
  ['please undo adding alien', 'Alien', true],
  ['we want to remove alien', 'Alien', true],
  ["don't add Alien, add Tenet instead", 'Alien', true],
  ['add tenet, not alien', 'Alien', true],
  ['we saw alien already, get tenet', 'Alien', true],
  ['add tenet, we saw alien', 'Alien', true],
  ['what is alien about? and add tenet', 'Alien', true],
  ['tell me about alien and add tenet', 'Alien', true],
  ['alien was fun, is tenet here? add it', 'Alien', true],
  ["don't add it", "Don't", true],
  ["I'd like to know who directed Alien", 'Alien', true],
  ['I would love to hear what Alien is about', 'Alien', true],
  ['give me the plot of Alien', 'Alien', true],
  ['get me the cast of Alien', 'Alien', true],
  ['Bring me up to speed on Alien', 'Alien', true],
  ['should we get Alien', 'Alien', true],
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

test.for([
  "didn't want it",
  "we won't need it",
  'no thanks, we want something else than that',
  'I would love that but no',
  'I would love that, but no',
  'non la voglio',
  'no quiero esa',
  'ich will das nicht',
  'je ne veux pas le voir',
  'não quero isso',
  'не хочу это',
  'is tenet here? add it',
  'remove it',
  'haha I get it',
  'give me that list again',
  'let me know when you get it',
  'ok ill get it myself on bluray',
])('"%s" does not ask for what was last shown', (text) => {
  expect(wish(text, 'Alien', { list: listOf('find', 'Alien') }).isWanted).toBe(false)
  expect(wish(text, 'Alien', { list: listOf('add', 'Alien') }).isWanted).toBe(false)
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

test('what was only read, and not told, cannot be pointed at', async () => {
  const { model } = scriptedModel(
    calls(['find', { title: 'Heat', read_first: true }]),
    calls(['find', { title: 'Alien', read_first: true }]),
    says("Heat (1995) is here. Tenet isn't, want that?"),
    calls(['add', { title: 'Alien', year: 1979 }]),
  )
  const household = await startHousehold({ model })
  await household.text(KIM, 'do you have heat and tenet?')

  expect(await household.text(KIM, 'Great, please add that')).toBe(
    "Alien (1979) isn't here. Want me to add it? Reply YES.",
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
