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
  ['can u add heat n tenet pls', 'Tenet'],
  ['add heat, tenet & alien', 'Alien'],
  ['añade heat, tenet y alien', 'Alien'],
  ['füge heat, tenet und alien hinzu', 'Tenet'],
  ['ajoute heat, tenet et alien stp', 'Alien'],
  ['adiciona heat, tenet e alien', 'Alien'],
  ["is alien here? If it isn't, add it.", 'Alien'],
  ["if you don't have alien add it please", 'Alien'],
  ["I've never seen alien, add it", 'Alien'],
  ['tienes alien? si no, añádela', 'Alien'],
  ['tu as alien ? sinon ajoute le', 'Alien'],
  ['hast du alien? wenn nicht, füge ihn hinzu', 'Alien'],
  ['do you think you could add alien?', 'Alien'],
  ['is it possible to get alien', 'Alien'],
  ['add alien (not the remake)', 'Alien'],
  ['when you get a chance add alien', 'Alien'],
  ['before I forget, add alien', 'Alien'],
  ['alien - add please', 'Alien'],
  ['mum wants alien', 'Alien'],
  ['pls donwload alien', 'Alien'],
  ['me bajas alien?', 'Alien'],
  ['necesito alien', 'Alien'],
  ['kannst du bitte alien laden', 'Alien'],
  ['wir brauchen alien', 'Alien'],
  ["j'aimerais voir alien", 'Alien'],
  ['on peut avoir alien ?', 'Alien'],
  ['gostaria de ver alien', 'Alien'],
  ['can i get alien', 'Alien'],
  ['is alien good and add tenet', 'Tenet'],
  ['add Up', 'Up'],
  ['can you add You', 'You'],
  ['add us (2019) please', 'Us'],
  ['get Get Out', 'Get Out'],
  ['get drop', 'Drop'],
  ['i want to watch speed', 'Speed'],
  ['add 24', '24'],
  ['add the last of us season 2', 'The Last of Us'],
  ['do you have alien? my daughter really wants it', 'Alien'],
  ['we want to finally watch alien', 'Alien'],
  ['add a silent voice', 'A Silent Voice'],
  ['add it (2017)', 'It'],
  ['add another round (2020)', 'Another Round'],
  ['add scary movie', 'Scary Movie'],
  ['i want to watch alien', 'Alien'],
  ['thanks for tenet! now get alien', 'Alien'],
  ['add tenet and alien', 'Alien'],
  ['can we get alien', 'Alien'],
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
  ['can you add heat', 'You', true],
  ['thank you, add heat', 'You', true],
  ['hurry up and add heat', 'Up', true],
  ['give us heat', 'Us', true],
  ['please add heat', 'Add', true],
  ['add heat please', 'Please', true],
  ['can you add heat?', '?', true],
  ['can you add it', 'It', true],
  ['add that one', 'That One', true],
  ['do not add it', 'Do Not', true],
  ['please do not add it', 'Please Do Not', true],
  ['add it, please', 'Please', true],
  ['bring me up to speed', 'Speed', true],
  ['get me that download', 'Download', true],
  ['can i have a drop of heat', 'Drop', true],
  ['i want a definitely scary film', 'Definitely', true],
  ['please add', 'Please', true],
  ['add up, no thanks', 'Up', true],
  ['add alien? no', 'Alien', true],
  ['add alien? no thanks', 'Alien', true],
  ['add heat, not tenet, alien', 'Alien', true],
  ['never alien again! get it', 'Alien', true],
  ["don't get alien here, add it", 'Alien', true],
  ['we saw alien - add tenet', 'Alien', true],
  ['千と千尋の神隠しを追加して', '千', true],
  ['add heat, we have alien', 'Alien', true],
  ['add heat and forget alien', 'Alien', true],
  ['hold off on adding alien', 'Alien', true],
  ['put alien away', 'Alien', true],
  ['i want alien off my list', 'Alien', true],
  ['i want a film as good as alien', 'Alien', true],
  ['add subtitles to alien', 'Alien', true],
  ['give me that list with alien', 'Alien', true],
  ['quiero saber de que va alien', 'Alien', true],
  ['je veux savoir si alien est là', 'Alien', true],
  ['ich will wissen, ob alien da ist', 'Alien', true],
  ['¿cuándo añadiste alien?', 'Alien', true],
  ['hast du alien hinzugefügt?', 'Alien', true],
  ['tu as téléchargé alien ?', 'Alien', true],
  ['quem adicionou alien', 'Alien', true],
  ['почему ты добавил чужой', 'Чужой', true],
  ['add it, not alien', 'Alien', true],
  ['add heat and is alien here', 'Alien', true],
  ['add heat and do you have alien?', 'Alien', true],
  ['add heat and how long is alien', 'Alien', true],
  ['thanks for adding alien', 'Alien', true],
  ['i want to thank you for alien', 'Alien', true],
  ['i want to say alien was great', 'Alien', true],
  ['i need to see if alien is here', 'Alien', true],
  ['we put alien on last night and it was great', 'Alien', true],
  ['put on alien yesterday', 'Alien', true],
  ['the download of alien is stuck', 'Alien', true],
  ['what about my request for alien', 'Alien', true],
  ['ask sam to add alien', 'Alien', true],
  ['add everything except alien', 'Alien', true],
  ['i want everything but alien', 'Alien', true],
  ['add heat before alien', 'Alien', true],
  ['add heat because alien is so good', 'Alien', true],
  ['add the sequel to alien', 'Alien', true],
  ['i want to watch something funny', 'Something Funny', true],
  ['i want to watch a comedy', 'A Comedy', true],
  ['i want to watch a comedy', 'Comedy', true],
  ['give me a minute', 'Minute', true],
  ['i need a drink', 'Drink', true],
  ['add another one', 'Another', true],
  ['add it (the 2017 one)', 'It', true],
  ['get well soon', 'Soon', true],
  ["i want to see what's new", "What's New", true],
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
  ['2 please', listOf('add', 'The Office (UK)', 'The Office (US)'), false],
  ['2', listOf('add', 'The Office (UK)'), false],
  ['uk', listOf('add', 'The Office (UK)', 'The Office (US)'), true],
  ['2001 please', listOf('add', 'The Office (UK)', 'The Office (US)'), true],
  ['the old one', listOf('add', 'The Office (UK)', 'The Office (US)'), true],
  ['the old one?', listOf('add', 'The Office (UK)', 'The Office (US)'), false],
  ['thanks', listOf('add', 'The Office (UK)', 'The Office (US)'), false],
  ['yeah go ahead', listOf('add', 'The Office (UK)'), true],
  ['dale', listOf('add', 'The Office (UK)'), true],
  ['i mean the uk one', listOf('add', 'The Office (UK)'), true],
  ['vale añádela', listOf('find', 'The Office (UK)'), true],
  ['fine, add it', listOf('find', 'The Office (UK)'), true],
  ['yeah go ahead', listOf('find', 'The Office (UK)'), false],
  ['add please', listOf('find', 'The Office (UK)'), true],
  ['ja, hinzufügen', listOf('find', 'The Office (UK)'), true],
  ['never seen that, get it for the kids tonight', listOf('find', 'The Office (UK)'), true],
  ['i want to watch it', listOf('find', 'The Office (UK)'), true],
  ["isn't that the one with de niro? ok add it", listOf('find', 'The Office (UK)'), true],
  ['awesome, add that one please', listOf('find', 'The Office (UK)'), true],
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
  'we get it',
  'oh you get it',
  'i can get it',
  'give me that list again',
  'let me know when you get it',
  'ok ill get it myself on bluray',
  'forget it',
  'i hate it',
  'it looks awful',
  'seen it',
  'let it go',
  'nice one',
  'all good',
  'das ist doof',
  'vergiss es',
  'tenet is fun, add it',
  'add this: tenet',
  'add that one, not that alien',
  'please add: tenet',
  'can you add that tenet film',
  'add the second season of severance',
  'i want to watch a film tonight',
  'put it away',
  'i want it to be over',
  'i already have tenet, get me another',
])('"%s" does not ask for what was last shown', (text) => {
  expect(wish(text, 'Alien', { list: listOf('find', 'Alien') }).isWanted).toBe(false)
  expect(wish(text, 'Alien', { list: listOf('add', 'Alien') }).isWanted).toBe(false)
})

test('words for a removal are none for an add', () => {
  expect(wish('delete alien', 'Alien').isWanted).toBe(false)
  expect(wish('delete alien', 'Alien', { tool: remove }).isWanted).toBe(true)
  expect(wish('is alien here', 'Alien', { tool: remove }).isWanted).toBe(false)
  expect(wish('is the sky clear over alien', 'Alien', { tool: remove }).isWanted).toBe(false)
  expect(wish('clear skies for alien', 'Alien', { tool: remove }).isWanted).toBe(false)
  expect(wish('a drop of alien', 'Alien', { tool: remove }).isWanted).toBe(false)
  expect(wish('ich bin gespannt auf alien', 'Alien', { tool: remove }).isWanted).toBe(false)
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

test('what is said of an offer, and takes it up with no word, adds nothing', async () => {
  const obeying = calls(['add', { title: 'Alien' }])
  const { model } = scriptedModel(obeying, obeying, obeying)
  const household = await startHousehold({ model })
  await household.text(KIM, 'something scary for tonight')

  await household.text(KIM, 'forget it')
  await household.text(KIM, 'it looks awful')

  expect(household.radarr.requests.filter(({ method }) => method === 'POST')).toEqual([])
})

test('a title of words that everybody says is offered where it was no title', async () => {
  const { model } = scriptedModel(calls(['add', { title: 'Tenet' }], ['add', { title: 'Up' }]))
  const household = await startHousehold({ model })

  expect(await household.text(KIM, 'hurry up and add tenet')).toBe(
    "Added Tenet (2020) in 1080p. Searching for it now. Up (2009) isn't here. Want me to add it? Reply YES.",
  )
})

// Its end waits for MORE.
const LONG = `${'Heat (1995) is a fine film. '.repeat(30)}Alien (1979) is scary.`

/** The reply to somebody who points at what a model told in these steps, where it then adds Alien. */
async function pointingAfter(...steps: Parameters<typeof scriptedModel>) {
  const { model } = scriptedModel(...steps, calls(['add', { title: 'Alien', year: 1979 }]))
  const household = await startHousehold({ model })
  await household.text(KIM, 'something scary for tonight')
  return household.text(KIM, 'ok add that one')
}

test('what a model named in its own words can be pointed at', async () => {
  expect(await pointingAfter(says('Alien (1979) is scary.'))).toBe(
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

test('what waits for MORE cannot be pointed at', async () => {
  expect(await pointingAfter(says(LONG))).toBe(
    "Alien (1979) isn't here. Want me to add it? Reply YES.",
  )
})

test('of a list, what waits for MORE cannot be pointed at either', async () => {
  const find = calls(['find', { title: 'Alien', read_first: true }])

  expect(await pointingAfter(find, says(LONG))).toBe(
    "Alien (1979) isn't here. Want me to add it? Reply YES.",
  )
})

test('what was not offered, because a question with a code stands, is not taken up', async () => {
  const obeying = calls(['add', { title: 'Alien' }])
  const { model } = scriptedModel(calls(['remove', { title: 'Heat' }]), obeying, obeying)
  const household = await startHousehold({ model })
  await household.text(SAM, 'delete heat')

  expect(await household.text(SAM, 'something scary for tonight')).toBe("Alien (1979) isn't here.")
  await household.text(SAM, 'yes')

  expect(household.radarr.requests.filter(({ method }) => method === 'POST')).toEqual([])
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
