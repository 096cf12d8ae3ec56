import { expect, test } from 'vitest'
import { KIM, SAM, startHousehold } from '../helpers/household.ts'

const DANA = '+14155550103'
const TWO_ADMINS = { ADMIN_PHONES: `Sam:${SAM},Dana:${DANA}` }

test('an admin who is none any more sets nothing for somebody else', async () => {
  const household = await startHousehold({ env: TWO_ADMINS })
  const release = household.holdRadarr()
  await household.deliver(SAM, 'set kim quality Ultra-HD')
  await household.recorded("select * from messages where metadata like '%change_setting%'")
  expect(await household.text(DANA, 'demote sam')).toContain('Sam is no admin any more.')
  release()
  await household.settled()

  expect(household.sentTo(SAM).at(-1)).toBe('An admin sets that.')
  expect(
    household.sql('select quality_profile as quality from users where phone = ?', KIM),
  ).toEqual([{ quality: null }])
})

test('their own settings are theirs as well once they are no admin', async () => {
  const household = await startHousehold({ env: TWO_ADMINS })
  await household.text(DANA, 'demote sam')

  expect(await household.text(SAM, 'set quiet 22-7')).toContain('No notices reach you from 22:00')
  expect(await household.text(SAM, 'set my rating PG')).toBe('An admin sets that.')
})

test('a limit that another admin set meanwhile is not taken away by an older yes', async () => {
  const household = await startHousehold({ env: TWO_ADMINS })
  await household.text(SAM, 'set kim rating PG-13')
  expect(await household.text(SAM, 'set kim rating R')).toContain('Let Kim ...0102 see up to R?')
  await household.text(DANA, 'set kim rating G')

  expect(await household.text(SAM, 'YES 4821')).toMatch(
    /^Kim has changed since I asked\. Let Kim \.\.\.0102 see up to R\? It is G now\./,
  )
  expect(household.sql('select rating_cap as cap from users where phone = ?', KIM)).toEqual([
    { cap: 'G' },
  ])
})
