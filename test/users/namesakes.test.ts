import { expect, test } from 'vitest'
import { KIM, SAM, startHousehold, STRANGER } from '../helpers/household.ts'

const PAT = '+14155550104'
const TAKEN = 'There is a Sam already. Say it again with another name.'

const nameOf = ({ sql }: Awaited<ReturnType<typeof startHousehold>>, phone: string) =>
  sql('select name from users where phone = ?', phone)

test.for(['Sam', "I'm SAM", 'Sám', 'S a m', 'Ѕаm'])(
  'a stranger who is called as an admin is, %j, is never read as that admin',
  async (said) => {
    const household = await startHousehold({ env: { SIGNUP: 'request' } })
    await household.text(STRANGER, 'hi')
    await household.text(STRANGER, said)
    await household.settled()

    const another = /^Another "\S.*" \(\+1 415 \.\.\. 0199\) would like to use this\./
    expect(household.sentTo(SAM).at(-1)).toMatch(another)
    expect(await household.text(SAM, 'requests')).toMatch(
      /^4821 Another ".*" \(\+1 415 \.\.\. 0199\) wants in$/m,
    )
  },
)

test.for([
  'Admin',
  'Your admin',
  'another admin',
  'Usherr',
  'Аdmin',
  'Kim asks for Dune',
  'Sam says yes',
  'APPROVE 4127',
  'Approve',
  'YES',
  'START',
  'x'.repeat(500),
])('%j is no name of a stranger', async (said) => {
  const household = await startHousehold({ env: { SIGNUP: 'request' } })
  await household.text(STRANGER, 'hi')

  expect(await household.text(STRANGER, said)).toBeUndefined()
  expect(nameOf(household, STRANGER)).toEqual([{ name: null }])
  expect(household.sentTo(SAM)).toEqual([])
})

test('once in, who is called as somebody else is named with the end of their phone', async () => {
  const household = await startHousehold({ env: { SIGNUP: 'request', REQUESTS: 'approval' } })
  await household.text(STRANGER, 'hi')
  await household.text(STRANGER, 'Kim')
  await household.text(SAM, 'APPROVE 4821')

  await household.text(STRANGER, 'add alien 1979')
  await household.settled()

  expect(household.sentTo(SAM).at(-1)).toMatch(/^Kim \.\.\.0199 asks for Alien \(1979\)\./)
  expect(await household.text(SAM, 'requests')).toContain('Kim ...0199: Alien (1979)')
})

test.for(['call me Sam', 'set my name sám', 'set my name S.A.M'])(
  'nobody takes the name of somebody else by %j',
  async (text) => {
    const household = await startHousehold()

    expect(await household.text(KIM, text)).toBe(TAKEN)
    expect(nameOf(household, KIM)).toEqual([{ name: 'Kim' }])
  },
)

test.for(['call me Admin', 'set my name the admin', 'set my name Usherr'])(
  'nobody is called as we are, by %j',
  async (text) => {
    const household = await startHousehold()

    expect(await household.text(KIM, text)).toContain("I can't use that as a name")
    expect(nameOf(household, KIM)).toEqual([{ name: 'Kim' }])
  },
)

test('an admin gives nobody a name that is taken', async () => {
  const household = await startHousehold({
    env: { SIGNUP: 'invite', MEMBER_PHONES: `Kim:${KIM},Pat:${PAT}` },
  })

  for (const text of ['rename kim to Sam', 'set kim name sam', 'rename kim to PAT']) {
    expect(await household.text(SAM, text)).toMatch(/^There is a (Sam|Pat) already\./)
  }
  expect(await household.text(SAM, 'invite Pat +1 415 555 0199')).toBe(
    'There is a Pat already. Say it again with another name.',
  )
  expect(nameOf(household, KIM)).toEqual([{ name: 'Kim' }])
  expect(await household.text(SAM, 'rename kim to KIM')).toContain('Kim is called KIM now.')
})
