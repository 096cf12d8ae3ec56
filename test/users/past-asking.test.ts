import { expect, test } from 'vitest'
import { KIM, SAM, startHousehold } from '../helpers/household.ts'

const DANA = '+14155550103'
const ALEX = '+14155550199'
const ENV = { REQUESTS: 'approval', ADMIN_PHONES: `Sam:${SAM},Dana:${DANA}` }
const TENET = 'Kim asks for Tenet (2020). Reply APPROVE 4822, or REFUSE 4822 and a reason.'

test('no admin is asked about what was decided while the text about it waited', async () => {
  const household = await startHousehold({ env: ENV })
  // Nothing else is said between a question with a code and its answer.
  await household.text(SAM, 'delete heat')
  await household.text(KIM, 'add alien 1979')
  await household.text(DANA, 'REFUSE 4821 not that one')
  await household.text(KIM, 'add tenet')
  await household.text(SAM, 'NO 4821')

  await household.told(SAM, TENET)
  expect(household.sentTo(SAM).filter((said) => said.includes('Alien'))).toEqual([])
  expect(
    household.sql("select state, error_code as code from outbox where key like '%:ask:%'"),
  ).toContainEqual({ state: 'failed', code: 'abandoned' })
})

test.for(['REFUSE 4821', 'BLOCK 4821', 'APPROVE 4821'])(
  'with "%s" the question about the same person is over, and keeps back no other text',
  async (text) => {
    const household = await startHousehold({ env: { ...ENV, SIGNUP: 'request' } })
    await household.text(ALEX, 'hello')
    await household.deliver(ALEX, 'Alex')
    await household.settled()
    expect(await household.text(SAM, 'approve alex')).toMatch(
      /^Let in Alex .* Reply YES \d+, or NO/,
    )

    await household.text(SAM, text)
    await household.text(KIM, 'add tenet')

    await household.told(SAM, TENET)
    expect(household.sql("select state from pending_actions where kind = 'confirmation'")).toEqual([
      { state: 'declined' },
    ])
  },
)
