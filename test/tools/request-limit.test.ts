import { expect, test } from 'vitest'
import { KIM, SAM, startHousehold } from '../helpers/household.ts'

const DAY = 24 * 3_600_000
const ADDED = 'Searching for it now.'

const adds = (household: Awaited<ReturnType<typeof startHousehold>>) =>
  household.radarr.requests.filter(({ method }) => method !== 'GET')

test('the film over the limit of a week is refused before anything changes, with when it ends', async () => {
  const household = await startHousehold({ env: { REQUESTS_PER_WEEK: '2' } })
  expect(await household.text(KIM, 'add alien')).toContain(ADDED)
  household.advance(DAY)
  expect(await household.text(KIM, 'add aliens')).toContain(ADDED)
  const before = adds(household).length

  const refused =
    "That's 2 films and shows this week, the limit. The next one can go in on Fri 27 Nov."
  expect(await household.text(KIM, 'add tenet')).toBe(refused)
  await household.restart()
  expect(await household.text(KIM, 'add tenet')).toBe(refused)
  expect(adds(household)).toHaveLength(before)
  household.advance(6 * DAY - 1)
  expect(await household.text(KIM, 'add tenet')).toContain('The next one can go in at 12:00.')
  household.advance(1)
  expect(await household.text(KIM, 'add tenet')).toContain(ADDED)
  expect(
    household.sql(
      "select distinct detail ->> 'limit' as name from audit_log where action = 'user.over_limit'",
    ),
  ).toEqual([{ name: 'requests_per_week' }])
})

test('a request counts from the approval on', async () => {
  const household = await startHousehold({ env: { REQUESTS: 'approval', REQUESTS_PER_WEEK: '1' } })
  await household.text(KIM, 'add alien 1979')
  household.advance(6 * DAY)
  await household.text(SAM, 'APPROVE 4821')
  household.advance(2 * DAY)

  expect(await household.text(KIM, 'add tenet')).toBe(
    "That's 1 film or show this week, the limit. The next one can go in on Thu 3 Dec.",
  )
})

test('what a clock dated into the future is of no week', async () => {
  const household = await startHousehold({ env: { REQUESTS_PER_WEEK: '1' } })
  household.jump(30 * DAY)
  await household.text(KIM, 'add alien')
  household.jump(-30 * DAY)

  expect(await household.text(KIM, 'add aliens')).toContain(ADDED)
})

test('what is here, and what could not be added, does not count', async () => {
  const household = await startHousehold({ env: { REQUESTS_PER_WEEK: '1' } })
  await household.text(KIM, 'add heat')
  await household.text(KIM, 'add the brutalist')
  household.radarr.intercept = ({ method }) => (method === 'POST' ? { status: 500 } : 'pass')
  await household.text(KIM, 'add alien')
  household.radarr.intercept = () => 'pass'

  expect(await household.text(KIM, 'add aliens')).toContain(ADDED)
  expect(await household.text(KIM, 'add the brutalist')).toContain('already wanted')
  expect(await household.text(KIM, 'add tenet')).toContain("That's 1 film or show this week")
})

test('seasons of a show count, and admins have no limit', async () => {
  const household = await startHousehold({ env: { REQUESTS_PER_WEEK: '1' } })
  expect(await household.text(KIM, 'add slow horses season 3')).toContain('Added Slow Horses')

  expect(await household.text(KIM, 'add slow horses season 4')).toContain("That's 1 film or show")
  for (const film of ['alien', 'aliens']) {
    expect(await household.text(SAM, `add ${film}`)).toContain(ADDED)
  }
})

test('requests that wait for an admin count, and refused ones do not', async () => {
  const household = await startHousehold({ env: { REQUESTS_PER_WEEK: '1' } })
  const kim = await household.store.users.findByPhone(KIM)
  await household.store.requests.put({
    userId: kim?.id ?? '',
    kind: 'add',
    subject: 'Dune (1984)',
    call: { tool: 'add', args: {} },
    service: 'radarr',
    externalId: 841,
    sizeBytes: 5e9,
    sid: 'SMx',
    callId: 'call_1',
    expiresAt: household.now() + DAY,
    since: household.now(),
    randomInt: () => 0,
  })

  expect(await household.text(KIM, 'add alien')).toContain('this week, the limit')
  household.sql("update requests set state = 'refused'")
  expect(await household.text(KIM, 'add alien')).toContain(ADDED)
})

test('sizes are estimated by run time and quality, and limited together', async () => {
  const household = await startHousehold({ env: { REQUEST_GB_PER_WEEK: '20' } })
  await household.text(KIM, 'add alien')

  expect(household.sql('select title, size_bytes as size from media_requests')).toEqual([
    { title: 'Alien', size: 120 * 95 * 1024 * 1024 },
  ])
  expect(await household.text(KIM, 'add aliens')).toBe(
    'This one takes about 12 GB, and the limit is 20 GB a week. It can go in on Fri 27 Nov.',
  )
})

test('what is larger than a whole week may hold is never promised', async () => {
  const household = await startHousehold({ env: { REQUEST_GB_PER_WEEK: '5' } })

  expect(await household.text(KIM, 'add alien')).toBe(
    'This one takes about 12 GB, and the limit is 5 GB a week.',
  )
})

test('a show is as large as ten episodes for each season, and no bound is what is usual', async () => {
  const household = await startHousehold()
  household.sonarr.qualityDefinitions.splice(0)

  await household.text(KIM, 'add slow horses season 3')

  expect(household.sql('select size_bytes as size from media_requests')).toEqual([
    { size: 10 * 50 * 100 * 1024 * 1024 },
  ])
})

test('without an estimate a film is added all the same, and counts', async () => {
  const household = await startHousehold({
    env: { REQUEST_GB_PER_WEEK: '20', REQUESTS_PER_WEEK: '1' },
  })
  household.radarr.intercept = ({ path }) =>
    path.includes('qualitydefinition') ? { status: 500 } : 'pass'

  expect(await household.text(KIM, 'add alien')).toContain(ADDED)
  expect(await household.text(KIM, 'add aliens')).toContain('this week, the limit')
})
