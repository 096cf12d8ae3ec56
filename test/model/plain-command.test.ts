import { expect, test } from 'vitest'
import type { ListedTitle } from '../../src/model/model.ts'
import { parsePlainCommand } from '../../src/model/plain-command.ts'

const list: ListedTitle[] = [
  { title: 'The Office', year: 2005, kind: 'film' },
  { title: 'Heat', year: 1995, kind: 'film' },
  { title: 'Heat', year: 1986, kind: 'film' },
]
const onlyHeat: ListedTitle[] = [{ title: 'Heat', year: 1995, kind: 'film' }]

type Kind = ListedTitle['kind']

const find = (title: string, year?: number, kind?: Kind) => ({ type: 'find', title, year, kind })
const add = (title: string, year?: number, kind?: Kind) => ({ type: 'add', title, year, kind })
const remove = (title: string, year?: number, kind?: Kind) => ({
  type: 'remove',
  title,
  year,
  kind,
})
const why = (title: string, year?: number) => ({ ...find(title, year), type: 'why' })
const replaceCopy = (title: string, year?: number) => ({
  ...find(title, year),
  type: 'replace_copy',
})
const ask = (tool: string, args: object = {}) => ({ type: 'question', tool, args })

const parse = (text: string, items = list.slice(0, 0)) =>
  parsePlainCommand(text, { items, isNumbered: true }, 2026)

test.for([
  ['find heat', find('heat')],
  ['Find Heat.', find('Heat')],
  ['FIND   heat', find('heat')],
  ['find me heat', find('heat')],
  ['search for heat', find('heat')],
  ['search heat', find('heat')],
  ['look for heat', find('heat')],
  ['look up heat', find('heat')],
  ['please find heat', find('heat')],
  ['hey can you pls find heat for me?', find('heat')],
  ['Could you look up heat, please?', find('heat')],
  ['do you have heat', find('heat')],
  ['do we have heat?', find('heat')],
  ['have you got the brutalist?', find('the brutalist')],
  ['got heat?', find('heat')],
  ['is dune part two in?', find('dune part two')],
  ['is heat in here', find('heat')],
  ['Is Heat here yet?', find('Heat')],
  ['is heat here', find('heat')],
  ['is heat there?', find('heat')],
  ['is there heat', find('heat')],
  ['is heat available?', find('heat')],
  ['is heat on?', find('heat')],
  ["isn't heat here?", find('heat')],
  ['isnt heat here yet', find('heat')],
] as const)('"%s" finds', ([text, expected]) => {
  expect(parse(text)).toEqual(expected)
})

test.for([
  ['add heat', add('heat')],
  ['Add “Heat”!', add('Heat')],
  ['get heat', add('heat')],
  ['can you get me heat?', add('heat')],
  ['download heat', add('heat')],
  ['grab heat pls', add('heat')],
  ['i want to watch heat', add('heat')],
  ['I wanna watch Heat 1995', add('Heat', 1995)],
  ['can we get heat please', add('heat')],
  ['ok, add heat too', add('heat')],
  ['yes please add heat', add('heat')],
  ['add heat? thanks!', add('heat')],
  ['add get out', add('get out')],
  ['get us', add('us')],
  ['add 2', add('2')],
] as const)('"%s" adds', ([text, expected]) => {
  expect(parse(text)).toEqual(expected)
})

test.for([
  ['remove heat', remove('heat')],
  ['delete heat', remove('heat')],
  ['DELETE HEAT', remove('HEAT')],
  ['get rid of heat', remove('heat')],
  ['get  rid\nof dune  part two', remove('dune part two')],
  ['can we get rid of heat', remove('heat')],
  ['Please delete heat (1995).', remove('heat', 1995)],
] as const)('"%s" removes', ([text, expected]) => {
  expect(parse(text)).toEqual(expected)
})

test.for([
  ['why isn’t the brutalist here', why('the brutalist')],
  ['why isnt the brutalist here yet?', why('the brutalist')],
  ['Why is The Brutalist still not here', why('The Brutalist')],
  ['so why isnt heat 1995 in yet', why('heat', 1995)],
  ['where is the brutalist', why('the brutalist')],
  ["where's the brutalist?", why('the brutalist')],
  ['whats wrong with the brutalist', why('the brutalist')],
  ["what's up with the brutalist?", why('the brutalist')],
  ['whats taking the brutalist so long', why('the brutalist')],
  ['why him?', find('why him')],
  ['Where the Wild Things Are', find('Where the Wild Things Are')],
  ["What's Up, Doc?", find("What's Up, Doc")],
  ["What's Eating Gilbert Grape", find("What's Eating Gilbert Grape")],
  ['Where Is Kyra?', find('Where Is Kyra')],
  ["What's Wrong with Secretary Kim", find("What's Wrong with Secretary Kim")],
] as const)('"%s" asks why, or is a title', ([text, expected]) => {
  expect(parse(text)).toEqual(expected)
})

test.for([
  ['the sound is off in dune', replaceCopy('dune')],
  ['The sound in Dune is off.', replaceCopy('Dune')],
  ['sound off in dune', replaceCopy('dune')],
  ['audio is out of sync in dune 2021', replaceCopy('dune', 2021)],
  ['the subtitles are missing in dune', replaceCopy('dune')],
  ['the subtitles aren’t working in dune', replaceCopy('dune')],
  ['the picture is really bad in the dark knight', replaceCopy('the dark knight')],
  ['the sound is terrible in the sound of music', replaceCopy('the sound of music')],
  ['dune has no sound', replaceCopy('dune')],
  ['there’s no sound in dune', replaceCopy('dune')],
  ['no subtitles on dune', replaceCopy('dune')],
  ['dune is broken', replaceCopy('dune')],
  ['broken is broken', replaceCopy('broken')],
  ['bad copy of dune', replaceCopy('dune')],
  ['the copy of dune is bad', replaceCopy('dune')],
  ['dune is in the wrong language', replaceCopy('dune')],
  ['wrong language in dune', replaceCopy('dune')],
  ['can you fix dune please', replaceCopy('dune')],
  ['fix this copy of dune', replaceCopy('dune')],
  ['get a better copy of dune', replaceCopy('dune')],
  ['find me another copy of dune', replaceCopy('dune')],
  ['replace the copy of dune', replaceCopy('dune')],
  ['the sound is off in andor s1e2', replaceCopy('andor')],
  ['andor season 1 episode 2 has no sound', replaceCopy('andor')],
  ['the sound is bad in episode 3 of andor', replaceCopy('andor')],
  ['the sound is off in andor season 2', { ...replaceCopy('andor'), seasons: '2' }],
  ['Broken', find('Broken')],
  ['The Sound of Music', find('The Sound of Music')],
  ['Sound of Metal', find('Sound of Metal')],
  ['The Picture of Dorian Gray', find('The Picture of Dorian Gray')],
  ['Broken Arrow', find('Broken Arrow')],
  ['Off', find('Off')],
  ['Fix', find('Fix')],
  ['Certified Copy', find('Certified Copy')],
  ['The Replacements', find('The Replacements')],
] as const)('"%s" tells of a bad copy, or is a title', ([text, expected]) => {
  expect(parse(text)).toEqual(expected)
})

test.for([
  ['heat', find('heat')],
  ['Dune: Part Two', find('Dune: Part Two')],
  ['  "Heat"  ', find('Heat')],
  ["'heat'", find('heat')],
  ['"Heat!"', find('Heat')],
  ['heat please', find('heat')],
  ['hey, heat', find('heat')],
  ['heat 🍿', find('heat')],
  ['the movie heat', find('heat', undefined, 'film')],
  ['find the film "heat"', find('heat', undefined, 'film')],
  ['a movie called heat', find('heat', undefined, 'film')],
  ['heat the movie', find('heat', undefined, 'film')],
  ['scary movie', find('scary movie')],
  ['The Lego Movie', find('The Lego Movie')],
  ['E.T.', find('E.T.')],
  ["'71", find("'71")],
  ['(500) Days of Summer', find('(500) Days of Summer')],
  ['Amélie', find('Amélie')],
  ['千と千尋の神隠し', find('千と千尋の神隠し')],
  ['Up', find('Up')],
  ['Help!', find('Help')],
  ['It', find('It')],
  ['Get Out', find('Get Out')],
  ['get out 2017', find('get out', 2017)],
  ['Please Give', find('Please Give')],
  ['Can You Ever Forgive Me?', find('Can You Ever Forgive Me')],
  ['Hello, Dolly!', find('Hello, Dolly')],
  ['Yes Man', find('Yes Man')],
  ['who is in heat', find('who is in heat')],
] as const)('"%s" is a title', ([text, expected]) => {
  expect(parse(text)).toEqual(expected)
})

test.for([
  ['heat 1995', find('heat', 1995)],
  ['heat (1995)', find('heat', 1995)],
  ['heat(1995)', find('heat', 1995)],
  ['heat, 1995', find('heat', 1995)],
  ['heat from 1995', find('heat', 1995)],
  ['"heat" 1995', find('heat', 1995)],
  ['"heat!" 1995', find('heat', 1995)],
  ['heat the movie (1995)', find('heat', 1995, 'film')],
  ['wonder woman 1984', find('wonder woman', 1984)],
  ['1917 2019', find('1917', 2019)],
  ['1917', find('1917')],
  ['(1995)', find('(1995)')],
  ['Pokemon: The Movie 2000', find('Pokemon: The Movie', 2000)],
  ['2012', find('2012')],
  ['add 1917', add('1917')],
  ['blade runner 2049', find('blade runner 2049')],
  ['2001 a space odyssey', find('2001 a space odyssey')],
  ['roundhay 1888', find('roundhay', 1888)],
  ['roundhay 1887', find('roundhay 1887')],
  ['avatar 2031', find('avatar', 2031)],
  ['avatar 2032', find('avatar 2032')],
] as const)('the year in "%s" is told from the title', ([text, expected]) => {
  expect(parse(text)).toEqual(expected)
})

test.for([
  ['2', find('Heat', 1995, 'film')],
  ['2.', find('Heat', 1995, 'film')],
  ['2)', find('Heat', 1995, 'film')],
  ['#2', find('Heat', 1995, 'film')],
  ['number 2 please', find('Heat', 1995, 'film')],
  ['the second one', find('Heat', 1995, 'film')],
  ['The 2nd one too', find('Heat', 1995, 'film')],
  ['the last one', find('Heat', 1986, 'film')],
  ['add 2', add('Heat', 1995, 'film')],
  ['can you add the second one?', add('Heat', 1995, 'film')],
  ['remove the second one', remove('Heat', 1995, 'film')],
  ['delete number 3', remove('Heat', 1986, 'film')],
  ['4', find('4')],
  ['0', find('0')],
  ['21', find('21')],
  ['that one', { type: 'unclear' }],
  ['remove it', { type: 'unclear' }],
  ['the fourth one', { type: 'unclear' }],
  ['the fourth', find('the fourth')],
  ['"2"', find('2')],
] as const)('"%s" is read against the list', ([text, expected]) => {
  expect(parse(text, list)).toEqual(expected)
})

test.for([
  ['that one', find('Heat', 1995, 'film')],
  ['that one too', find('Heat', 1995, 'film')],
  ['add that one', add('Heat', 1995, 'film')],
  ['add it', add('Heat', 1995, 'film')],
  ['yes, add it', add('Heat', 1995, 'film')],
  ['is it here yet?', find('Heat', 1995, 'film')],
  ['remove this', remove('Heat', 1995, 'film')],
] as const)('"%s" means the one thing on the list', ([text, expected]) => {
  expect(parse(text, onlyHeat)).toEqual(expected)
})

test.for([
  ['hi', 'greeting'],
  ['Hello!', 'greeting'],
  ['hey there', 'greeting'],
  ['thanks!', 'thanks'],
  ['Thank you 😊', 'thanks'],
  ['great, thanks', 'thanks'],
  ['ok thanks', 'thanks'],
  ['Okay, thank you!', 'thanks'],
  ['sure please', 'yes-or-no'],
  ['yes', 'yes-or-no'],
  ['Yes.', 'yes-or-no'],
  ['yes!', 'yes-or-no'],
  ['yes please', 'yes-or-no'],
  ['yup', 'yes-or-no'],
  ['👍', 'yes-or-no'],
  ['👍🏽', 'yes-or-no'],
  ['no thanks', 'yes-or-no'],
  ['No, thanks!', 'yes-or-no'],
  ['nvm', 'yes-or-no'],
  ['add', 'unclear'],
  ['find?', 'unclear'],
  ['get rid of', 'unclear'],
  ['add "?"', 'unclear'],
  ['that one', 'unclear'],
  ['the second one', 'unclear'],
  ['', 'nothing'],
  ['  \n ', 'nothing'],
  ['?!', 'nothing'],
  ['🍿', 'nothing'],
] as const)('"%s" is %s', ([text, type]) => {
  expect(parse(text)).toEqual({ type })
})

test.for([
  ['get slow horses from season 3', { ...add('slow horses'), seasons: '3+' }],
  ['add slow horses season 3 onwards', { ...add('slow horses'), seasons: '3+' }],
  ['add andor season 2', { ...add('andor'), seasons: '2' }],
  ['add andor s02', { ...add('andor'), seasons: '2' }],
  ['add seasons 1 and 2 of the wire', { ...add('the wire'), seasons: '1,2' }],
  ['add the wire seasons 1-3', { ...add('the wire'), seasons: '1-3' }],
  ['add the wire, seasons 1 to 3 and 5', { ...add('the wire'), seasons: '1-3,5' }],
  ['add the bear from now on', { ...add('the bear'), seasons: 'new' }],
  ['add new episodes of the bear', { ...add('the bear'), seasons: 'new' }],
  ['add all of the wire', { ...add('the wire'), seasons: 'all' }],
  ['add all seasons of the wire', { ...add('the wire'), seasons: 'all' }],
  ['add all of the seasons of andor', { ...add('andor'), seasons: 'all' }],
  ['add all of us strangers', add('all of us strangers')],
  ['all of us are dead', find('all of us are dead')],
  ['add severance s2 and s3', { ...add('severance'), seasons: '2,3' }],
  ['add severance s02-s03, s5', { ...add('severance'), seasons: '2-3,5' }],
  ['add severance s1 & 2', { ...add('severance'), seasons: '1,2' }],
  ['add severance season 2 and season 3', { ...add('severance'), seasons: '2,3' }],
  ['add severance season two', { ...add('severance'), seasons: '2' }],
  ['add severance, seasons one to three', { ...add('severance'), seasons: '1-3' }],
  ['add season two of severance', { ...add('severance'), seasons: '2' }],
  ['get slow horses from season three', { ...add('slow horses'), seasons: '3+' }],
  ['add slow horses season ten onwards', { ...add('slow horses'), seasons: '10+' }],
  ['add dune part two', add('dune part two')],
  ['is andor season 2 here', { ...find('andor'), seasons: '2' }],
  ['add the show fargo', { ...add('fargo', undefined, 'show') }],
  ['add fargo the series', { ...add('fargo', undefined, 'show') }],
  ['open season 2', find('open season 2')],
  ['24', find('24')],
] as const)('"%s" names seasons or a kind', ([text, expected]) => {
  expect(parse(text)).toEqual(expected)
})

test.for([
  ["what's downloading?", ask('downloading')],
  ['downloads', ask('downloading')],
  ["what's new", ask('library', { newest: true })],
  ['whats coming this week', ask('coming')],
  ["What's coming?", ask('coming')],
  ['whats on tonight', ask('coming', { days: 1 })],
  ["what's coming next month", ask('coming', { days: 60 })],
  ['calendar', ask('coming')],
  ['what do you have', ask('library')],
  ['list films', ask('library', { kind: 'film' })],
  ['what movies do you have?', ask('library', { kind: 'film' })],
  ['which shows are here', ask('library', { kind: 'show' })],
  ['what can you do?', ask('help')],
  ['on', find('on')],
  ['coming home', find('coming home')],
  ['the library', find('the library')],
] as const)('"%s" is told from a title', ([text, expected]) => {
  expect(parse(text)).toEqual(expected)
})

test('a text too long for a title is cut', () => {
  expect(parse('x'.repeat(4000))).toEqual(find('x'.repeat(320)))
})
