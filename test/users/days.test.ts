import { expect, test } from 'vitest'
import { type Household, KIM, SAM, startHousehold, STRANGER } from '../helpers/household.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const ANOTHER = '+14155550198'
const UNKNOWN = 'I have no request with that number.'
const LOCKED = 'Too many wrong numbers today, so requests have to wait until tomorrow.'
const ENV = { REQUESTS: 'approval', SIGNUP: 'request', SIGNUP_DAILY_LIMIT: '1' }

async function guessFiveTimes({ text }: Household) {
  for (const code of [1000, 1001, 1002, 1003, 1004]) {
    expect(await text(SAM, `APPROVE ${code}`)).toBe(UNKNOWN)
  }
}

test.for([
  ['is set back', Date.UTC(2026, 9, 24, 22, 30)],
  ['is set on', Date.UTC(2027, 2, 27, 23, 30)],
] as const)(
  'a day on which the clock %s has no more guesses and no more strangers',
  async ([, at]) => {
    const household = await startHousehold({ env: { ...ENV, TZ: 'Europe/Berlin' } })
    household.jump(at - household.now())
    await household.text(KIM, 'add alien 1979')
    await guessFiveTimes(household)
    expect(await household.text(STRANGER, 'hi')).toContain("What's your name?")

    household.jump(10 * HOUR)

    expect(await household.text(SAM, 'APPROVE 4821')).toBe(LOCKED)
    expect(await household.text(ANOTHER, 'hi')).toBeUndefined()
  },
)

test('on the day after the clock was set on, yesterday counts no more', async () => {
  const household = await startHousehold({ env: { ...ENV, TZ: 'Europe/Berlin' } })
  household.jump(Date.UTC(2027, 2, 27, 22, 30) - household.now())
  await household.text(KIM, 'add alien 1979')
  await guessFiveTimes(household)

  household.jump(10 * HOUR)

  expect(await household.text(SAM, 'APPROVE 4821')).toContain('Added Alien (1979)')
})

test('what was refused on a day that a clock went ahead to may be asked for again', async () => {
  const household = await startHousehold({ env: ENV })
  household.jump(3 * DAY)
  await household.text(KIM, 'add alien 1979')
  await household.text(SAM, 'REFUSE 4821')
  expect(await household.text(KIM, 'add alien 1979')).toContain("I've already asked Sam")

  household.jump(-3 * DAY)

  expect(await household.text(KIM, 'add alien 1979')).toContain("I've asked Sam")
})

test('what a clock dated into the future is not of today', async () => {
  const household = await startHousehold({ env: ENV })
  await household.text(KIM, 'add alien 1979')
  household.jump(3 * DAY)
  await guessFiveTimes(household)
  await household.text(KIM, 'add tenet')
  expect(await household.text(STRANGER, 'hi')).toContain("What's your name?")
  await household.text(SAM, 'delete heat')

  household.jump(-3 * DAY)

  expect(await household.text(ANOTHER, 'hi')).toContain("What's your name?")
  expect(await household.text(SAM, 'delete heat')).toMatch(/Reply YES \d+/)
  expect(await household.text(SAM, 'APPROVE 4821')).toContain('Added Alien (1979)')
})
