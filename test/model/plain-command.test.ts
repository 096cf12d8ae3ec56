import { expect, test } from 'vitest'
import { parsePlainCommand } from '../../src/model/plain-command.ts'

const list = [
  { title: 'The Office', year: 2005 },
  { title: 'Heat', year: 1995 },
  { title: 'Heat', year: 1986 },
]
const onlyHeat = [{ title: 'Heat', year: 1995 }]

const find = (title: string, year?: number) => ({ type: 'find', title, year })
const add = (title: string, year?: number) => ({ type: 'add', title, year })
const remove = (title: string, year?: number) => ({ type: 'remove', title, year })

const parse = (text: string, shown = list.slice(0, 0)) => parsePlainCommand(text, shown, 2026)

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
  ['why isn’t the brutalist here', find('the brutalist')],
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
  ['heat', find('heat')],
  ['Dune: Part Two', find('Dune: Part Two')],
  ['  "Heat"  ', find('Heat')],
  ["'heat'", find('heat')],
  ['"Heat!"', find('Heat')],
  ['heat please', find('heat')],
  ['hey, heat', find('heat')],
  ['heat 🍿', find('heat')],
  ['the movie heat', find('heat')],
  ['find the film "heat"', find('heat')],
  ['a movie called heat', find('heat')],
  ['heat the movie', find('heat')],
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
  ['heat the movie (1995)', find('heat', 1995)],
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
  ['2', find('Heat', 1995)],
  ['2.', find('Heat', 1995)],
  ['2)', find('Heat', 1995)],
  ['#2', find('Heat', 1995)],
  ['number 2 please', find('Heat', 1995)],
  ['the second one', find('Heat', 1995)],
  ['The 2nd one too', find('Heat', 1995)],
  ['the last one', find('Heat', 1986)],
  ['add 2', add('Heat', 1995)],
  ['can you add the second one?', add('Heat', 1995)],
  ['remove the second one', remove('Heat', 1995)],
  ['delete number 3', remove('Heat', 1986)],
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
  ['that one', find('Heat', 1995)],
  ['that one too', find('Heat', 1995)],
  ['add that one', add('Heat', 1995)],
  ['add it', add('Heat', 1995)],
  ['yes, add it', add('Heat', 1995)],
  ['is it here yet?', find('Heat', 1995)],
  ['remove this', remove('Heat', 1995)],
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

test('a text too long for a title is cut', () => {
  expect(parse('x'.repeat(4000))).toEqual(find('x'.repeat(320)))
})
