import { expect, test } from 'vitest'
import { type Household, KIM, SAM, startHousehold, STRANGER } from '../helpers/household.ts'
import { limit } from '../helpers/rating-limit.ts'

const ENV = { REQUESTS: 'approval' }
const ASKED = 'Remove Heat (1995) and delete its file, 14 GB? Reply YES 4821, or NO to keep it.'

const guesses = ({ sql }: Household) =>
  sql("select 1 from audit_log where action = 'question.wrong_code'").length

const states = ({ sql }: Household) => sql('select state from requests')

async function withBoth() {
  const household = await startHousehold({ env: ENV, codes: [7564, 4821] })
  await household.text(KIM, 'add alien 1979')
  await household.settled()
  await household.text(SAM, 'delete heat')
  return household
}

test.for(['YES 7564', 'no 7564', 'yes 7564 please'])(
  'a request that is answered as a question is told how: %s',
  async (text) => {
    const household = await withBoth()

    for (let time = 0; time < 6; time++) {
      expect(await household.text(SAM, text)).toBe(
        "That's a request: reply APPROVE 7564 or REFUSE 7564.",
      )
    }
    expect(guesses(household)).toBe(0)
    expect(states(household)).toEqual([{ state: 'open' }])
    expect(await household.text(SAM, 'YES 4821')).toContain('Removed Heat (1995)')
  },
)

test('of a stranger at the door the other word is BLOCK', async () => {
  const household = await startHousehold({ env: { SIGNUP: 'request' }, codes: [7564] })
  await household.text(STRANGER, 'hi')
  await household.text(STRANGER, 'Alex')

  expect(await household.text(SAM, 'YES 7564')).toBe(
    "That's a request: reply APPROVE 7564 or BLOCK 7564.",
  )
  expect(household.sql('select status from users where phone = ?', STRANGER)).toEqual([
    { status: 'pending' },
  ])
})

test.for(['APPROVE 4821', 'refuse 4821 no', 'block 4821'])(
  'a question that is answered as a request is put once more: %s',
  async (text) => {
    const household = await withBoth()

    for (let time = 0; time < 6; time++) expect(await household.text(SAM, text)).toBe(ASKED)

    expect(guesses(household)).toBe(0)
    expect(await household.text(SAM, 'YES 4821')).toContain('Removed Heat (1995)')
  },
)

test('a code that is of neither is counted beside either word', async () => {
  const household = await withBoth()

  expect(await household.text(SAM, 'YES 1111')).toContain("That's not the number")
  expect(await household.text(SAM, 'APPROVE 1112')).toBe('I have no request with that number.')
  expect(guesses(household)).toBe(2)
})

test('nobody but an admin who decides it hears that a number is of a request', async () => {
  const household = await withBoth()
  const pat = { phone: STRANGER, name: 'Pat', role: 'member', status: 'active' } as const
  await household.store.users.add(pat, { userId: null })
  await limit(household, SAM, 'R')

  expect(await household.text(KIM, 'YES 7564')).not.toContain('request:')
  expect(await household.text(STRANGER, 'YES 7564')).not.toContain('request:')
  expect(await household.text(SAM, 'YES 7564')).not.toContain('request:')
})

test('a request that is decided is none any more', async () => {
  const household = await withBoth()
  await household.text(SAM, 'REFUSE 7564')

  expect(await household.text(SAM, 'YES 7564')).toContain("That's not the number")
})
