import { expect, test } from 'vitest'
import { type Household, KIM, SAM, startHousehold, STRANGER } from '../helpers/household.ts'

const TWO_KIMS = { MEMBER_PHONES: 'Kim:+14155550150,Kim:+14155550160' }
const ALEX = { MEMBER_PHONES: `Kim:${KIM},Alex:${STRANGER}`, REQUESTS: 'approval' }
const BLOCKED = 'Alex is blocked: I don\'t answer them any more. Text "unblock Alex" to undo it.'
const UNKNOWN = 'I have no request with that number.'

const guesses = ({ sql }: Household) =>
  sql("select 1 from audit_log where action = 'question.wrong_code'").length

const statuses = ({ sql }: Household, name: string) =>
  sql('select status from users where name = ? order by phone', name).map(
    (row) => Object(row).status,
  )

async function withRequest(env: Record<string, string> = ALEX) {
  const household = await startHousehold({ env })
  await household.text(KIM, 'add alien 1979')
  await household.settled()
  return household
}

test.for(['block 0199', 'BLOCK 0199.', 'block #0199', 'block 0199 she moved out', 'block ...0199'])(
  'an admin who reads a phone in "users" blocks by its end: %s',
  async (text) => {
    const household = await withRequest()
    expect(await household.text(SAM, 'users')).toContain('Alex ...0199, member')

    expect(await household.text(SAM, text)).toBe(BLOCKED)
    expect(guesses(household)).toBe(0)
  },
)

test('the end of a phone may be texted all day, and decides no request', async () => {
  const household = await withRequest()

  for (let time = 0; time < 6; time++) {
    expect(await household.text(SAM, 'approve 0199')).toBe('Alex is in already.')
  }

  expect(guesses(household)).toBe(0)
  expect(household.sql('select state from requests')).toEqual([{ state: 'open' }])
  expect(await household.text(SAM, 'APPROVE 4821')).toContain('Added Alien (1979)')
})

test('an approval by the end of a phone takes the code of its question', async () => {
  const household = await withRequest()
  await household.text(SAM, 'block 0199')

  expect(await household.text(SAM, 'approve 0199')).toBe(
    'Unblock Alex (+14155550199)? They can then find and add. Reply YES 4821, or NO to leave it.',
  )
  await household.text(SAM, 'yes')
  await household.text(SAM, 'approve 0199')
  expect(statuses(household, 'Alex')).toEqual(['blocked'])
  expect(await household.text(SAM, 'YES 4822')).toBe('Alex is unblocked.')
})

test.for(['block 0177', 'approve 0177', 'refuse 0199'])(
  'a number that names nobody who can be meant is a guess: %s',
  async (text) => {
    const household = await withRequest()

    expect(await household.text(SAM, text)).toBe(UNKNOWN)
    expect(guesses(household)).toBe(1)
    expect(statuses(household, 'Alex')).toEqual(['active'])
  },
)

test('nor is it a guess where the phone was known before any request was put', async () => {
  const env = { ...ALEX, MEMBER_PHONES: `Kim:${KIM},Alex:+14155554199` }
  const household = await startHousehold({ env })
  household.advance(1000)
  await household.text(KIM, 'add alien 1979')

  expect(await household.text(SAM, 'block 4199')).toBe(BLOCKED)
  expect(guesses(household)).toBe(0)
})

test('no request has a code that is the end of a phone, so that none is guessed at for free', async () => {
  const env = { ...ALEX, MEMBER_PHONES: `Kim:${KIM},Alex:+14155554821` }
  const household = await withRequest(env)

  expect(household.sql('select code from requests')).toEqual([{ code: '4822' }])
  expect(await household.text(SAM, 'approve 4821')).toBe('Alex is in already.')
})

test('whoever joined later than a request was put is named by dots where it has their end', async () => {
  const household = await withRequest()
  const alex = { name: 'Lee', role: 'member', status: 'active' } as const
  await household.store.users.add({ ...alex, phone: '+14155554821' }, { userId: null })

  expect(await household.text(SAM, 'block ...4821')).toMatch(/^Lee is blocked/)
  expect(await household.text(SAM, 'approve 4821')).toContain('Added Alien (1979)')
})

test('digits that could have been the code of an older request are a guess, whomever they name', async () => {
  const household = await withRequest({ ...ALEX, SIGNUP: 'request' })
  household.advance(1000)
  await household.text('+14155557001', 'hi')
  await household.text('+14155557001', 'Jo')

  expect(await household.text(SAM, 'block 7001')).toMatch(/^Jo is blocked/)
  expect(guesses(household)).toBe(1)
  // No code begins with 0.
  await household.text(SAM, 'block 0199')
  expect(guesses(household)).toBe(1)
  await household.text(SAM, 'APPROVE 4821')
  await household.text(SAM, 'block 7001')
  expect(guesses(household)).toBe(1)
})

test('with dots it is never a code', async () => {
  const household = await withRequest()

  expect(await household.text(SAM, 'approve ...4821')).toBe(
    'There is nobody here with a phone that ends in 4821. Text "users" to see who is.',
  )
  expect(household.sql('select state from requests')).toEqual([{ state: 'open' }])
})

test.for([
  ['block kim', 'block ...0150'],
  ['Approve Kim', 'approve ...0150'],
  ['promote Kim', 'promote ...0150'],
  ['make kim an admin', 'promote ...0150'],
  ['demote Kim', 'demote ...0150'],
  ['remove user Kim', 'remove user ...0150'],
  ['rename Kim to Kimmy', 'rename ...0150 to Kimmy'],
  ['settings Kim', 'settings ...0150'],
  ['set Kim rating PG-13', 'set ...0150 rating PG-13'],
])('who names two by %j is shown how to name one: %j', async ([text = '', again = '']) => {
  const household = await startHousehold({ env: TWO_KIMS })

  expect(await household.text(SAM, text)).toBe(
    `There is more than one: Kim ...0150, Kim ...0160. Text the phone, as in "${again}".`,
  )
  expect(await household.text(SAM, again)).not.toMatch(/more than one|nobody/i)
})

test('who unblocks one of two is shown how to unblock', async () => {
  const household = await startHousehold({ env: TWO_KIMS })
  household.sql("update users set status = 'blocked' where name = 'Kim'")

  expect(await household.text(SAM, 'unblock Kim')).toContain('as in "unblock ...0150".')
  expect(await household.text(SAM, 'unblock ...0150')).toMatch(/^Unblock Kim \(\+14155550150\)\?/)
})

test('of two whose phones end alike, the whole phone is shown and named', async () => {
  const env = { MEMBER_PHONES: 'Kim:+14155550150,Kim:+14165550150' }
  const household = await startHousehold({ env })

  expect(await household.text(SAM, 'block 0150')).toBe(
    'There is more than one: Kim +14155550150, Kim +14165550150. Text the phone, as in "block +14155550150".',
  )
  expect(guesses(household)).toBe(0)
})

test.for(['block Kim ...0160', 'block Kim 0160', 'block \u20260160', 'block 0160'])(
  'one of two is blocked by %j',
  async (text) => {
    const household = await startHousehold({ env: TWO_KIMS })

    expect(await household.text(SAM, text)).toMatch(/^Kim is blocked/)
    expect(statuses(household, 'Kim')).toEqual(['active', 'blocked'])
  },
)

test.for([
  ['settings ...0160', /^Kim\. The household's quality/],
  ['settings 0160', /^Kim\. The household's quality/],
  ['settings of kim 0160', /^Kim\. The household's quality/],
  ['set ...0160 rating PG-13', /^Kim may see up to PG-13 now\.$/],
  ['set Kim 0160 rating PG-13', /^Kim may see up to PG-13 now\.$/],
  ['set quiet of 0160 to 22-7', /^No notices reach Kim from 22:00/],
  ['promote 0160', /^Make Kim \.\.\.0160 an admin\?/],
  ['make kim 0160 an admin', /^Make Kim \.\.\.0160 an admin\?/],
  ['remove user 0160', /^Kim is out/],
  ['rename 0160 to Kimmy', /^Kim is called Kimmy now/],
  ['settings ...0177', /^I know nobody here with a phone that ends in 0177\.$/],
] as const)('the last four digits name somebody: %s', async ([text, reply]) => {
  const household = await startHousehold({ env: TWO_KIMS })

  expect(await household.text(SAM, text)).toMatch(reply)
})

test('a name that holds more than a text can is found as it is written', async () => {
  const household = await startHousehold()
  household.sql("update users set name = 'Mum & Dad' where phone = ?", KIM)

  expect(await household.text(SAM, 'settings Mum & Dad')).toMatch(/^Mum & Dad\./)
  expect(await household.text(SAM, 'block mum & dad')).toMatch(/^Mum & Dad is blocked/)
})
