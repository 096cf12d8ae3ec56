import { expect, test } from 'vitest'
import { DAY, deletes, MINUTE } from '../conversation/open-questions/facts.ts'
import { type Household, SAM, startHousehold } from '../helpers/household.ts'

const LOCKED_TODAY =
  'Too many wrong numbers today, so nothing was done. What needs one has to wait until tomorrow.'

/** Texts in Sam's name until no more is to be had that day; resolves with the codes guessed at. */
async function guessForADay({ text }: Household): Promise<string[]> {
  const codes: string[] = []
  for (let asked = await text(SAM, 'delete heat'); asked !== LOCKED_TODAY;) {
    const [, code = ''] = /YES (\d+)/.exec(asked ?? '') ?? []
    codes.push(code)
    const reply = await text(SAM, `YES ${'1'.repeat(code.length)}`)
    asked = reply?.includes('closed') ? await text(SAM, 'delete heat') : reply
  }
  return codes
}

const chanceOf = (code: string) => 1 / (9 * 10 ** (code.length - 1))
const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0)

test('who guesses every day of a year in the name of an admin has one chance in a thousand', async () => {
  const household = await startHousehold()
  const days: string[][] = []
  for (let day = 0; day < 12; day++) {
    days.push(await guessForADay(household))
    household.advance(DAY)
  }

  const perDay = days.map((codes) => sum(codes.map(chanceOf)))
  const [last = 1] = perDay.slice(-1)
  expect(days.every((codes) => codes.length <= 5)).toBe(true)
  expect(sum(perDay) + (365 - days.length) * last).toBeLessThan(1 / 1000)
  expect(deletes(household)).toBe(0)
}, 60_000)

test('who guesses a little, so that no day ends it, is no better off', async () => {
  const household = await startHousehold()
  const codes: string[] = []
  for (let day = 0; day < 60; day += 6) {
    const asked = await household.text(SAM, 'delete heat')
    codes.push(/YES (\d+)/.exec(asked ?? '')?.[1] ?? '')
    await household.text(SAM, 'YES 1111')
    household.advance(6 * DAY)
  }

  expect(codes.filter((code) => code.length === 4)).toHaveLength(5)
  expect(codes.filter((code) => code.length === 6)).toHaveLength(5)
})

test('guesses spread over many questions are counted together', async () => {
  const household = await startHousehold()
  for (const code of ['1111', '1112', '1113', '1114']) {
    await household.text(SAM, 'delete heat')
    await household.text(SAM, `YES ${code}`)
  }
  await household.text(SAM, 'delete memento')

  expect(await household.text(SAM, 'YES 1115')).toBe(LOCKED_TODAY)
  expect(await household.text(SAM, 'delete memento')).toBe(LOCKED_TODAY)
})

test('guesses that are sent before the question is there are guesses like any other', async () => {
  const household = await startHousehold()

  await household.deliver(SAM, 'delete heat')
  for (const code of ['1111', '1112', '1113', '4821']) await household.deliver(SAM, `YES ${code}`)
  await household.settled()

  expect(household.sentTo(SAM).at(-1)).toContain('closed after wrong numbers')
  expect(deletes(household)).toBe(0)
})

test.for([
  'YES 1111 1112 4821',
  'YES 1111, YES 4821',
  'YES 1111\nYES 4821',
  'YES 11114821',
  'YES 48211111',
  'YES 4821 4821',
  'yes to any of 1111 and 4821',
])('more than one guess in a text is no answer: %j', async (text) => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')

  await household.text(SAM, text)

  expect(deletes(household)).toBe(0)
})

test.for([
  ['a restart', (household: Household) => household.restart()],
  ['a fresh conversation', (household: Household) => household.text(SAM, 'NEW')],
  ['a no', (household: Household) => household.text(SAM, 'no')],
  ['a role that was taken away and given back', demoteAndRestore],
] as const)('guesses of a day are not forgotten by %s', async ([, happen]) => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  for (const code of ['1111', '1112', '1113']) await household.text(SAM, `YES ${code}`)
  await household.text(SAM, 'delete heat')
  await household.text(SAM, 'YES 1114')

  await happen(household)
  household.advance(11 * MINUTE)
  await household.text(SAM, 'delete heat')

  expect(await household.text(SAM, 'YES 1115')).toBe(LOCKED_TODAY)
})

test('a clock that is set back within a day forgets no guess of it', async () => {
  const household = await startHousehold()
  for (const code of ['1111', '1112', '1113', '1114']) {
    await household.text(SAM, 'delete heat')
    await household.text(SAM, `YES ${code}`)
  }
  household.jump(-2 * 60 * MINUTE)
  await household.text(SAM, 'delete heat')

  expect(await household.text(SAM, 'YES 1115')).toBe(LOCKED_TODAY)
})

test('a clock that is set back by days begins the day of guesses anew, and shortens no code', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  for (const code of ['1111', '1112', '1113']) await household.text(SAM, `YES ${code}`)
  await household.text(SAM, 'delete heat')
  for (const code of ['1114', '1115']) await household.text(SAM, `YES ${code}`)
  expect(await household.text(SAM, 'delete heat')).toBe(LOCKED_TODAY)

  household.jump(-3 * DAY)

  expect(await household.text(SAM, 'delete heat')).toMatch(/Reply YES \d{6},/)
})

async function demoteAndRestore({ sql }: Household): Promise<void> {
  sql("update users set role = 'member' where name = 'Sam'")
  sql("update users set role = 'admin' where name = 'Sam'")
}
