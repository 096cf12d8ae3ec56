import { expect, test } from 'vitest'
import { BY_OPERATOR } from '../../src/db/audit-log.ts'
import type { UserFields } from '../../src/db/user-changes.ts'
import { goDownAtDelete } from '../conversation/open-questions/facts.ts'
import { usherr } from '../helpers/command-line.ts'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { until } from '../helpers/until.ts'

const DANA = '+14155550103'
const HOUR = 60 * 60_000
// The service's clock says noon, UTC.
const UNTIL_ONE = { quietHours: '11:30-13:00' }
const ONE_PM = Date.UTC(2026, 10, 20, 13)
const REQUEST =
  'Kim asks to remove Heat (1995), 14 GB. Reply APPROVE 4821, or REFUSE 4821 and a reason.'

async function set({ store }: Household, phone: string, fields: Partial<UserFields>) {
  const user = await store.users.findByPhone(phone)
  await store.users.change(user?.id ?? '', fields, BY_OPERATOR)
}

async function askAnAdmin(household: Household) {
  await household.text(KIM, 'delete heat')
  await household.text(KIM, 'yes')
  await household.settled()
}

const held = ({ sql }: Household) =>
  sql('select address, not_before as until from outbox where not_before is not null')

test('a request waits until the quiet hours of an admin are over, and then goes by itself', async () => {
  const household = await startHousehold()
  await set(household, SAM, UNTIL_ONE)

  await askAnAdmin(household)

  expect(held(household)).toEqual([{ address: SAM, until: ONE_PM }])
  household.advance(HOUR - 1)
  await household.settled()
  expect(household.sentTo(SAM)).toEqual([])
  household.advance(1)
  await household.told(SAM, REQUEST)
})

test('quiet hours are those of the clock where somebody is', async () => {
  const household = await startHousehold()
  // There it is 21:00.
  await set(household, SAM, { timeZone: 'Asia/Tokyo', quietHours: '20:00-07:30' })

  await askAnAdmin(household)

  expect(held(household)).toEqual([{ address: SAM, until: Date.UTC(2026, 10, 20, 22, 30) }])
})

test('the clock of the household is that of whoever has none', async () => {
  const household = await startHousehold({ env: { TZ: 'Asia/Tokyo' } })
  await set(household, SAM, { quietHours: '20:00-07:30' })

  await askAnAdmin(household)

  expect(held(household)).toEqual([{ address: SAM, until: Date.UTC(2026, 10, 20, 22, 30) }])
})

test('what waits for quiet hours holds back no answer and no other text', async () => {
  const household = await startHousehold({
    env: { ADMIN_PHONES: `Sam:${SAM},Dana:${DANA}` },
  })
  await set(household, SAM, UNTIL_ONE)
  await askAnAdmin(household)

  expect(household.sentTo(DANA)).toEqual([REQUEST])
  expect(await household.text(SAM, 'is heat in?')).toBe('Heat (1995) is here.')
  await set(household, SAM, { quietHours: '11:30-12:00' })
  await household.told(SAM, REQUEST)
})

test('the answer that was still to be found out comes in quiet hours too', async () => {
  const household = await startHousehold()
  await set(household, SAM, { ...UNTIL_ONE, wantsNotices: false })
  await household.text(SAM, 'delete heat')
  goDownAtDelete(household, { first: 'act-then-drop', after: 'drop' })
  expect(await household.text(SAM, 'YES 4821')).toContain('keep looking and text you')
  household.radarr.intercept = () => 'pass'

  household.advance(60_000)

  await household.told(SAM, 'Removed Heat (1995) and its file (14 GB).')
})

test('what waits goes on waiting after a restart', async () => {
  const household = await startHousehold()
  await set(household, SAM, UNTIL_ONE)
  await askAnAdmin(household)

  await household.restart()
  await household.settled()

  expect(household.sentTo(SAM)).toEqual([])
  household.advance(HOUR)
  await household.told(SAM, REQUEST)
})

test.for([
  ['ends', { quietHours: null }],
  ['lies elsewhere', { quietHours: '22:00-07:00' }],
  ['is that of another clock', { timeZone: 'Asia/Tokyo' }],
] as const)('what waits goes at once when the quiet of an admin %s', async ([, change]) => {
  const household = await startHousehold()
  await set(household, SAM, UNTIL_ONE)
  await askAnAdmin(household)

  await set(household, SAM, change)

  await household.told(SAM, REQUEST)
  expect(held(household)).toEqual([])
})

test('what waits goes on waiting when quiet hours are made longer', async () => {
  const household = await startHousehold()
  await set(household, SAM, UNTIL_ONE)
  await askAnAdmin(household)

  await set(household, SAM, { quietHours: '11:00-14:00' })

  await until(() => expect(held(household)).toEqual([{ address: SAM, until: ONE_PM + HOUR }]))
  expect(household.sentTo(SAM)).toEqual([])
})

test('a request that waited for an answer until quiet hours began waits for their end', async () => {
  const household = await startHousehold()
  await set(household, SAM, { quietHours: '12:05-13:00' })
  await household.text(SAM, 'delete memento')
  await askAnAdmin(household)
  household.advance(6 * 60_000)

  await household.text(SAM, 'NO 4821')
  await household.settled()

  expect(held(household)).toEqual([{ address: SAM, until: ONE_PM }])
  expect(household.sentTo(SAM)).not.toContain(REQUEST)
})

test('what was dated by a clock that was days ahead is looked at anew', async () => {
  const household = await startHousehold()
  household.jump(3 * 24 * HOUR)
  await set(household, SAM, UNTIL_ONE)
  await askAnAdmin(household)

  household.jump(-3 * 24 * HOUR)

  await until(() => expect(held(household)).toEqual([{ address: SAM, until: ONE_PM }]))
  household.advance(HOUR)
  await household.told(SAM, REQUEST)
})

test('the queue tells what waits for quiet hours, and nobody is alarmed by it', async () => {
  const household = await startHousehold()
  await set(household, SAM, UNTIL_ONE)
  await askAnAdmin(household)
  const env = { DATABASE_PATH: household.config.databasePath }

  const { stdout } = await usherr(['queue'], env, {}, { now: household.now })
  const { stdout: json } = await usherr(['queue', '--json'], env, {}, { now: household.now })
  const { body } = await household.get('/health')

  expect(stdout).toContain('to send  in their quiet hours, for 1 h\n')
  expect(JSON.parse(json)).toMatchObject([{ phone: SAM, waitsFor: 'quiet-hours' }])
  expect(Object(body).queues.outbox).toMatchObject({ pending: 0, oldestAgeSeconds: null })
})
