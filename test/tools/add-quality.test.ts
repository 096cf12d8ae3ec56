import { expect, test } from 'vitest'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'

const added = ({ radarr, sonarr }: Household) =>
  [...radarr.requests, ...sonarr.requests]
    .filter(({ method, path }) => method === 'POST' && /\/(?:movie|series)$/.test(path))
    .map(({ body }) => Object(body).qualityProfileId)

// As `defaultProfiles` numbers them; most of the library is in the second.
const HD = 4
const ULTRA_HD = 5

test('what somebody adds is in their quality, and what others add is in that of the household', async () => {
  const household = await startHousehold()
  await household.text(KIM, 'set quality ultra-hd')

  expect(await household.text(KIM, 'add alien')).toBe(
    'Added Alien (1979) in 4K. Searching for it now.',
  )
  expect(await household.text(SAM, 'add blade runner')).toContain(' in 1080p. ')
  expect(await household.text(KIM, 'add the office uk')).toContain('Added The Office (UK) (2001)')
  expect(added(household)).toEqual([ULTRA_HD, HD, ULTRA_HD])
})

test('a quality goes by its name, however it is capitalised and whatever its number is', async () => {
  const household = await startHousehold()
  await household.text(KIM, 'set quality ultra-hd')
  const profile = household.sonarr.qualityProfiles.find(({ id }) => id === ULTRA_HD)
  Object.assign(profile ?? {}, { id: 77, name: 'ULTRA-hd' })

  await household.text(KIM, 'add the office uk')

  expect(added(household)).toEqual([77])
})

test('where a service has no such quality that of the household is used, and told', async () => {
  const household = await startHousehold()
  household.sql("update users set quality_profile = 'Remux' where phone = ?", KIM)

  expect(await household.text(KIM, 'add alien')).toBe(
    'Added Alien (1979) in 1080p. Searching for it now.',
  )
  expect(added(household)).toEqual([HD])
})

test('a quality that was made a moment ago is used at once', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'add blade runner')
  const profile = household.radarr.qualityProfiles.find(({ id }) => id === ULTRA_HD)
  household.radarr.qualityProfiles.push(Object({ ...profile, id: 78, name: 'Kims' }))

  await household.text(KIM, 'set quality kims')
  await household.text(KIM, 'add alien')

  expect(added(household)).toEqual([HD, 78])
})
