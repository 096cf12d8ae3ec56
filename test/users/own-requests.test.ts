import { expect, test } from 'vitest'
import { KIM, SAM, startHousehold } from '../helpers/household.ts'

const DANA = '+14155550103'
const DAY = 24 * 3_600_000
const ENV = { REQUESTS: 'approval' }
const WAITS = "Alien (1979) isn't here yet. You've asked for it, and Sam hasn't answered."

async function withRequest(env: Record<string, string> = {}) {
  const household = await startHousehold({ env: { ...ENV, ...env } })
  await household.text(KIM, 'add alien 1979')
  await household.settled()
  return household
}

test.for(['is alien 1979 in?', 'alien 1979', 'why isnt alien 1979 here'])(
  'who asks about what they have asked for hears that it waits: %s',
  async (text) => {
    const household = await withRequest()

    expect(await household.text(KIM, text)).toBe(WAITS)
    expect(household.sql('select 1 from pending_actions')).toEqual([])
  },
)

test('two admins are both named', async () => {
  const household = await withRequest({ ADMIN_PHONES: `Sam:${SAM},Dana:${DANA}` })

  expect(await household.text(KIM, 'alien 1979')).toBe(
    "Alien (1979) isn't here yet. You've asked for it, and Sam and Dana haven't answered.",
  )
})

test.for(['REFUSE 4821', 'block kim', ''])(
  'what was decided %j, or has lapsed, waits no more',
  async (decision) => {
    const household = await withRequest()
    if (decision === '') household.jump(7 * DAY + 1)
    else await household.text(SAM, decision)
    if (decision === 'block kim') {
      household.sql("update users set status = 'active' where phone = ?", KIM)
    }

    expect(await household.text(KIM, 'alien 1979')).toBe(
      "Alien (1979) isn't here. Want me to add it? Reply YES.",
    )
    expect(await household.text(KIM, 'requests')).toBe("You've asked for nothing that waits.")
  },
)

test('nobody else is told of it', async () => {
  const household = await withRequest()

  expect(await household.text(SAM, 'alien 1979')).toContain('Want me to add it?')
})

test('of a show the seasons that were asked for are named', async () => {
  const household = await startHousehold({ env: ENV })
  await household.text(KIM, 'add slow horses season 3')

  const told = await household.text(KIM, 'is slow horses in?')

  expect(told).toContain("You've asked for Slow Horses (2022), season 3, and Sam hasn't answered.")
  expect(told).not.toContain('Reply YES')
})

test('a member reads in one text what they have asked for, and no code', async () => {
  const household = await withRequest()
  await household.text(KIM, 'delete heat')
  await household.text(KIM, 'yes')
  await household.text(KIM, 'add aliens 1986')

  for (const text of ['requests', 'My requests?']) {
    expect(await household.text(KIM, text)).toBe(
      "You've asked for Alien (1979), the removal of Heat (1995) and Aliens (1986).",
    )
  }
})

test('who has asked for nothing hears so where adds are asked for', async () => {
  const household = await startHousehold({ env: ENV })

  expect(await household.text(KIM, 'my requests')).toBe("You've asked for nothing that waits.")
})

test('where adds are not asked for it is talk, unless something waits', async () => {
  const household = await startHousehold()
  const tools = () =>
    household.sql("select 1 from messages where metadata ->> '$.spoken.tool' = 'list_requests'")

  await household.text(KIM, 'requests')
  expect(tools()).toEqual([])

  await household.text(KIM, 'delete heat')
  await household.text(KIM, 'yes')
  expect(await household.text(KIM, 'requests')).toBe("You've asked for the removal of Heat (1995).")
})
