import { expect, test } from 'vitest'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { says, scriptedModel } from '../helpers/scripted-model.ts'

// For the household it is noon on Friday, and there the first hour of Saturday.
const ELSEWHERE = 'Pacific/Auckland'
const HOUR = 3_600_000

const moveTo = ({ sql }: Household, phone: string) =>
  sql('update users set time_zone = ? where phone = ?', ELSEWHERE, phone)

test('a model is told the time that it is for the person, and for others that of the household', async () => {
  const { model, requests } = scriptedModel(says('Hi.'), says('Hi.'))
  const household = await startHousehold({ model })
  moveTo(household, KIM)

  await household.text(KIM, 'hello')
  await household.text(SAM, 'hello')

  const told = requests.map(({ messages }) => messages.at(-1)?.content)
  expect(told[0]).toMatch(/^\[Sat 21 Nov 2026, 01:00 \| /)
  expect(told[1]).toMatch(/^\[Fri 20 Nov 2026, 12:00 \| /)
})

test('what is coming is told by the days of the person', async () => {
  const household = await startHousehold()
  const before = await household.text(KIM, 'whats coming')
  moveTo(household, KIM)

  const after = await household.text(KIM, 'whats coming')

  expect(before).toContain(' Sun Andor S2E4, Tue Mickey 17 (digital)')
  expect(after).toContain(' Mon Andor S2E4, Tue Mickey 17 (digital)')
})

test('an admin hears in their own time since when a service fails', async () => {
  const household = await startHousehold({ probeEveryMs: 5 })
  moveTo(household, SAM)
  household.radarr.intercept = () => ({ status: 500 })

  await expect
    .poll(() => household.text(SAM, 'status'), { timeout: 15_000 })
    .toMatch(/Radarr .*since 01:00/)
})

test('limits keep to the day of the household', async () => {
  const household = await startHousehold({ env: { TEXTS_PER_DAY: '1' } })
  moveTo(household, KIM)
  await household.text(KIM, '?')
  household.jump(11 * HOUR)
  expect(await household.text(KIM, '?')).toContain("today's limit")
  household.jump(HOUR)

  expect(await household.text(KIM, '?')).toContain('Text a title')
})
